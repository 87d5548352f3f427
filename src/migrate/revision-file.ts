import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Chain, timestampOf } from './chain.js'
import type { Emitted } from './emit.js'
import { ChainError } from './errors.js'
import { literal, quote } from './literal.js'

/** A revision to be written. */
export interface NewRevision {
  message: string
  /** The revision(s) it builds on; empty for the first of a chain. */
  parents: readonly string[]
  /** What it does; empty bodies to be filled in when not given. */
  body?: Emitted
}

export interface WrittenRevision {
  revision: string
  /** Path of the new file. */
  file: string
}

const nothing: Emitted = { up: [], down: [], imports: [], warnings: [] }

/**
 * Writes `migrations/<revision>_<message>.ts` and adds it to `migrations/index.ts`. Each file
 * appears whole or not at all.
 */
export function writeRevision(folder: string, chain: Chain, plan: NewRevision): WrittenRevision {
  if (!existsSync(join(folder, 'index.ts'))) {
    throw new ChainError(
      `The sources of the migrations are not in ${folder}: new revisions are made in a checkout of the program.`,
    )
  }
  const revision = newIdentifier(chain)
  const file = join(folder, `${revision}_${slug(plan.message)}.ts`)
  writeWhole(file, source(plan, revision, chain, folder))
  writeWhole(join(folder, 'index.ts'), indexSource(folder))
  return { revision, file }
}

/** The source of a revision; null where it is not there. */
export function revisionFile(folder: string, revision: string): string | null {
  if (!existsSync(folder)) return null
  const name = readdirSync(folder).find(
    (file) => file.startsWith(`${revision}_`) && file.endsWith('.ts'),
  )
  return name === undefined ? null : join(folder, name)
}

function newIdentifier(chain: Chain): string {
  for (;;) {
    const revision = randomBytes(6).toString('hex')
    // All digits would read like a number in a spreadsheet or a shell; letters help.
    if (/[a-f]/.test(revision) && chain.get(revision) === undefined) return revision
  }
}

function source(plan: NewRevision, revision: string, chain: Chain, folder: string): string {
  const body = plan.body ?? nothing
  const words = slug(plan.message).split('_').filter(Boolean)
  const name = exportName(words, folder)
  const parents = plan.parents.map((parent) => chain.get(parent)).filter((parent) => !!parent)
  // Later than every parent, so that TypeORM's order by time is the order of the chain.
  const time = Math.max(Date.now(), ...parents.map((parent) => timestampOf(parent) + 1))
  const [parent = null] = plan.parents
  const downRevision = plan.parents.length > 1 ? literal(plan.parents) : literal(parent)
  const warnings = body.warnings.map((warning) => ` *\n * Look at: ${warning}.`)
  const imported =
    body.imports.length === 0
      ? 'import type { Revision }'
      : `import { ${[...body.imports, 'type Revision'].join(', ')} }`
  const comment =
    warnings.length === 0
      ? `/** ${sentence(plan.message)} */`
      : `/**\n * ${sentence(plan.message)}\n${warnings.join('\n')}\n */`
  return `${imported} from '../src/migrate/columns.js'

${comment}
export const ${name}: Revision = {
  name: ${quote(`${capitalized(name)}${time}`)},
  revision: ${quote(revision)},
  downRevision: ${downRevision},
  message: ${quote(plan.message)},

${method('up', body.up)},

${method('down', body.down)},
}
`
}

function method(name: string, lines: readonly string[]): string {
  if (lines.length === 0) return `  async ${name}() {}`
  return `  async ${name}(queryRunner) {\n${lines.map((line) => `    ${line}`).join('\n')}\n  }`
}

/** The list of all migrations in a folder, a file each. */
function indexSource(folder: string): string {
  const found = exportsOf(folder)
  const imports = found.map(({ name, file }) => `import { ${name} } from './${file}.js'`)
  const names = found.map(({ name }) => name)
  const line = `export const migrations: readonly Revision[] = [${names.join(', ')}]`
  const wrapped =
    line.length <= 100
      ? line
      : `export const migrations: readonly Revision[] = [\n${names.map((name) => `  ${name},`).join('\n')}\n]`
  return `import type { Revision } from '../src/migrate/columns.js'
${imports.join('\n')}

/** Every revision, a line each. Their order does not matter: each says what it builds on. */
${wrapped}
`
}

function exportsOf(folder: string): { name: string; file: string }[] {
  const natural = new Intl.Collator('en', { numeric: true })
  return readdirSync(folder)
    .filter((file) => /^[0-9a-f]{12}_.*\.ts$/.test(file))
    .sort(natural.compare)
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const name = /^export const (\w+): Revision\b/m.exec(text)?.[1]
      return name === undefined ? [] : [{ name, file: file.replace(/\.ts$/, '') }]
    })
}

/** `add route_return` → `addRouteReturn`; a number behind it where that is taken. */
function exportName(words: readonly string[], folder: string): string {
  const joined = words.map((word, index) => (index === 0 ? word : capitalized(word))).join('')
  const base =
    /^[a-z]/.test(joined) && !reserved.has(joined) ? joined : `revision${capitalized(joined)}`
  const taken = new Set(exportsOf(folder).map(({ name }) => name))
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`
  return name
}

const reserved = new Set(
  'break case catch class const continue default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static migrations'.split(
    ' ',
  ),
)

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** `Add route_return!` → `add_route_return`, at most 40 characters. */
function slug(message: string): string {
  const words = message
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return words.slice(0, 40).replace(/_+$/, '') || 'revision'
}

function sentence(message: string): string {
  const text = capitalized(message.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim())
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function writeWhole(file: string, text: string): void {
  const part = `${file}.part`
  writeFileSync(part, text)
  renameSync(part, file)
}
