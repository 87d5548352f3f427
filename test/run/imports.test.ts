import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What each folder may import of ours, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  backup: ['config', 'db', 'migrate'],
  build: ['mesh'],
  config: ['mesh'],
  coverage: [],
  db: ['mesh'],
  demo: ['config', 'mesh'],
  islands: ['mesh', 'words'],
  mesh: [],
  migrate: ['config', 'db', 'mesh', 'migrations'],
  migrations: ['migrate'],
  reader: ['config', 'coverage', 'db', 'mesh', 'migrate', 'words'],
  run: ['backup', 'config', 'migrate'],
  words: [],
  writer: ['backup', 'config', 'db', 'mesh', 'migrate'],
}

/** Where the packages that shape a folder may be used. */
const PACKAGE_IN: Record<string, readonly string[]> = {
  aedes: ['writer'],
  'better-sqlite3': ['backup', 'db', 'migrate'],
  fastify: ['reader'],
  mqtt: ['writer', 'demo'],
  pg: ['db', 'migrate'],
  typeorm: ['db', 'migrate', 'migrations'],
}

interface Import {
  file: string
  folder: string
  specifier: string
  typeOnly: boolean
}

/** `src/mesh/keys.ts` → `mesh`, `migrations/x.ts` → `migrations` */
function folderOf(path: string): string {
  const parts = relative(ROOT, path).split(sep)
  return parts[0] === 'src' ? parts[1]! : parts[0]!
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*'([^']+)'|import\s*\(?\s*'([^']+)'/g
  return [...source.matchAll(pattern)].map((match) => ({
    file: relative(ROOT, file),
    folder: folderOf(file),
    specifier: match[2] ?? match[3]!,
    typeOnly: match[1] !== undefined,
  }))
}

const files = ['src', 'migrations'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(ROOT, folder, path)),
)
const imports = files.flatMap(importsOf)

test('every folder of src has its rule', () => {
  assert.ok(files.length > 50)
  for (const folder of new Set(files.map(folderOf))) assert.ok(MAY_IMPORT[folder], folder)
})

test('a folder imports only what the rule allows it', () => {
  const wrong = imports.filter(({ file, folder, specifier, typeOnly }) => {
    if (!specifier.startsWith('.')) return false
    const target = folderOf(join(ROOT, dirname(file), specifier))
    if (target === folder || MAY_IMPORT[folder]!.includes(target)) return false
    return !(folder === 'islands' && typeOnly)
  })
  assert.deepEqual(wrong, [])
})

test('migrations use the column helpers of migrate, and one its conversion of old rows', () => {
  const used = imports.filter(
    ({ folder, specifier }) => folder === 'migrations' && specifier.includes('/src/'),
  )
  assert.deepEqual([...new Set(used.map(({ specifier }) => specifier))].sort(), [
    '../src/migrate/columns.js',
    '../src/migrate/convert/index.js',
  ])
})

test('packages are used only where they belong', () => {
  const wrong = imports.filter(({ folder, specifier }) => {
    const name = specifier.startsWith('@fastify/') ? 'fastify' : specifier
    const places = PACKAGE_IN[name]
    return places !== undefined && !places.includes(folder)
  })
  assert.deepEqual(wrong, [])
})

test('the linter refuses every forbidden import', () => {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'meshview-lint-')))
  try {
    cpSync(join(ROOT, 'biome.json'), join(workspace, 'biome.json'))
    const expected: Record<string, number> = {}
    for (const folder of Object.keys(MAY_IMPORT)) {
      const path = folder === 'migrations' ? 'migrations/sample.ts' : `src/${folder}/sample.ts`
      const forbidden = forbiddenIn(folder)
      mkdirSync(join(workspace, dirname(path)), { recursive: true })
      writeFileSync(
        join(workspace, path),
        forbidden.map((specifier) => `import '${specifier}'\n`).join(''),
      )
      expected[join(workspace, path)] = forbidden.length
    }
    assert.deepEqual(countRefusals(workspace), expected)
  } finally {
    rmSync(workspace, { recursive: true })
  }
})

function forbiddenIn(folder: string): string[] {
  const up = folder === 'migrations' ? '../src' : '..'
  const folders = Object.keys(MAY_IMPORT)
    .filter((other) => other !== folder && other !== 'migrations')
    .filter((other) => !MAY_IMPORT[folder]!.includes(other))
    // Types of the reader are allowed in islands; the linter cannot tell, a test above does.
    .filter((other) => !(folder === 'islands' && other === 'reader'))
  const packages = Object.keys(PACKAGE_IN).filter((name) => !PACKAGE_IN[name]!.includes(folder))
  return [...folders.map((other) => `${up}/${other}/some.js`), ...packages]
}

/** Refused imports by file. */
function countRefusals(workspace: string): Record<string, number> {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const { stdout } = spawnSync(
    process.execPath,
    [
      biome,
      'lint',
      '--only=style/noRestrictedImports',
      '--max-diagnostics=none',
      '--reporter=github',
    ],
    { cwd: workspace, encoding: 'utf8' },
  )
  const counts: Record<string, number> = {}
  for (const match of stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)) {
    counts[match[1]!] = (counts[match[1]!] ?? 0) + 1
  }
  return counts
}
