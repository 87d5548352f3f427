import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { compile, makeCheckout, root } from './checkout.js'

const page = join(root, 'docs', 'migrations.md')
/** A start that has not migrated by then has failed. */
const START_MS = 60_000
const AT_HOME = '/home/mesh/meshview'

/** What the scripts of package.json run after the build; the build is done here. */
const scripts = {
  'npm run migrate -- ': 'node dist/mvrun.js migrate ',
  'npm run create-migration -- ': 'node dist/mvrun.js migrate revision --autogenerate -m ',
}

interface Block {
  language: string
  lines: string[]
}

test('every command of docs/migrations.md does what the page says', async (t) => {
  const checkout = makeCheckout(
    t,
    '[server]\nbind = 127.0.0.1\nport = 0\n[broker]\nbind = 127.0.0.1\nport = 0\n[database]\nconnection_string = sqlite:///packets.db\n',
  )
  for (const args of [
    ['init', '-q'],
    ['config', 'user.name', 'A person'],
    ['config', 'user.email', 'person@example.org'],
  ]) {
    spawnSync('git', args, { cwd: checkout })
  }
  const text = readFileSync(page, 'utf8')
  let written = text
  for (const block of blocksOf(text)) {
    if (block.language === 'diff') applyDiff(checkout, block.lines)
    if (block.language !== 'console') continue
    const shown: string[] = []
    for (const line of block.lines) {
      if (!line.startsWith('$ ')) continue
      shown.push(line, ...(await run(checkout, line.slice(2))))
      compile(checkout)
    }
    written = written.replace(fenced(block), () => fenced({ ...block, lines: shown }))
    if (!process.env.MESHVIEW_WRITE_DOCS) {
      assert.deepEqual(
        shown.map(steady),
        block.lines.map(steady),
        'meant? Then run this test with MESHVIEW_WRITE_DOCS=1 and read what it writes',
      )
    }
  }
  if (process.env.MESHVIEW_WRITE_DOCS) writeFileSync(page, written)
})

test('the scripts of package.json are the commands of the page', () => {
  const given = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  assert.ok(given.scripts.migrate?.endsWith(scripts['npm run migrate -- '].trim()))
  assert.ok(
    given.scripts['create-migration']?.endsWith(scripts['npm run create-migration -- '].trim()),
  )
})

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    lines: body.replace(/\n$/, '').split('\n'),
  }))
}

function fenced(block: Block): string {
  return `\`\`\`${block.language}\n${block.lines.join('\n')}\n\`\`\``
}

/** Runs one line of the page in the checkout; what it printed, and its exit code when not 0. */
async function run(checkout: string, command: string): Promise<string[]> {
  if (command === 'npm start') {
    await startAndStop(checkout)
    return []
  }
  let line = command
  for (const [script, stands] of Object.entries(scripts)) line = line.replace(script, stands)
  const { stdout, stderr, status } = spawnSync('sh', ['-c', line], {
    cwd: checkout,
    encoding: 'utf8',
  })
  const output = `${stdout}${stderr}`.replaceAll(checkout, AT_HOME).replace(/\n+$/, '')
  const lines = output === '' ? [] : output.split('\n')
  return status === 0 ? lines : [...lines, `[exit code ${status}]`]
}

/** `npm start` until the migration is done, then what a service manager does. */
async function startAndStop(checkout: string): Promise<void> {
  const child = spawn(process.execPath, ['dist/mvrun.js'], {
    cwd: checkout,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let output = ''
  const migrated = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      output += text
      if (output.includes('upgrade done')) resolve()
    })
  })
  await Promise.race([migrated, ended, sleep(START_MS, undefined, { ref: false })])
  child.kill('SIGTERM')
  const [code] = await ended
  assert.match(output, /upgrade done/)
  assert.equal(code, 0, output)
}

/** Replaces the lines without `+` by those without `-` in the file that `---` names. */
function applyDiff(checkout: string, lines: readonly string[]): void {
  const [head = '', ...rest] = lines
  const named = head.replace('--- ', '')
  const pattern = new RegExp(`^${basename(named).replace('*', '.*')}$`)
  const folder = join(checkout, dirname(named))
  const file = readdirSync(folder).find((name) => pattern.test(name))
  assert.ok(file, `${named} is there`)
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const without = (sign: string) =>
    rest
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n')
  const before = without('+')
  assert.ok(text.includes(before), `${named} has:\n${before}\nbut is:\n${text}`)
  writeFileSync(
    path,
    text.replace(before, () => without('-')),
  )
  compile(checkout)
}

/** A line without what differs from run to run. */
function steady(line: string): string {
  return line
    .replace(/(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/g, 'REVISION')
    .replace(/\d{8}T\d{9}Z|\d{4}-\d\d-\d\dT[\d:.]+Z|\d{13}/g, 'TIME')
    .replace(/\b\d+(\.\d+)?(?= (ms|s|MB)\b)/g, 'N')
    .replace(/(values \().*/g, '$1…')
}
