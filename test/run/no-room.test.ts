import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { supervise } from '../../src/run/supervisor.js'
import { LOCAL } from './program.js'
import { makeScripts, until } from './scripts.js'

const DELAYS = { first: 20, longest: 40, healthyAfter: 60_000 }

/** What this process may still open; free to be closed again. */
function openAll(): number[] {
  const files: number[] = []
  try {
    for (;;) files.push(openSync('/dev/null', 'r'))
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'EMFILE')
  }
  return files
}

test('a process that cannot be started is tried again until there is room', async (t) => {
  const limited = spawnSync('prlimit', ['--pid', String(process.pid), '--nofile=200:'])
  if (limited.error) return t.skip('prlimit is not installed')
  assert.equal(limited.status, 0, String(limited.stderr))
  const scripts = makeScripts()
  t.after(() => scripts.remove())
  const file = scripts.add('a.js', `console.log('up'); setInterval(() => {}, 1e6)`)

  const files = openAll()
  t.after(() => {
    for (const each of files) closeSync(each)
  })
  const supervisor = supervise(
    [
      { name: 'a', file, args: [] },
      // What throws at once, as the lack of memory does.
      { name: 'b', file, args: ['\0'] },
    ],
    { output: scripts.output, delays: DELAYS },
  )
  const says = (pattern: RegExp) => scripts.said.filter((line) => pattern.test(line)).length
  await until(() => says(/a could not be started: .*EMFILE; starting it again/) >= 2)
  await until(() => says(/b could not be started: .*null bytes.*; starting it again/) >= 2)
  for (const each of files.splice(0)) closeSync(each)
  await until(() => says(/^a: up/) === 1)
  supervisor.stop('SIGTERM')
  assert.equal(await supervisor.ended, 0)
})

/** `mvrun` of which nobody hears what it says. */
function unheard(args: readonly string[], folder: string): ChildProcess {
  const mvrun = fileURLToPath(new URL('../../mvrun.js', import.meta.url))
  const child = spawn(process.execPath, [mvrun, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout?.destroy()
  return child
}

test('a command whose output nobody takes does its work and says no stack', async (t) => {
  const scripts = makeScripts()
  t.after(() => scripts.remove())
  writeFileSync(join(scripts.folder, 'config.ini'), LOCAL)
  for (const args of [['--help'], ['migrate', 'upgrade', 'head'], ['check'], ['backup']]) {
    const child = unheard(args, scripts.folder)
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    assert.equal(code, 0, `${args}: ${errors}`)
    assert.doesNotMatch(errors, /EPIPE|\n +at /, String(args))
  }
})
