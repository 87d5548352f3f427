import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type Supervisor, supervise } from '../../src/run/supervisor.js'
import { isAlive, makeScripts, type Scripts, until } from './scripts.js'

const FAST = { first: 10, longest: 40, healthyAfter: 60_000 }
const STAYS = `console.log('up', process.pid); process.stdin.resume(); setInterval(() => {}, 1e6)`
const DEAF = `process.on('SIGTERM', () => console.log('no')); ${STAYS}`

let scripts: Scripts
let supervisor: Supervisor | undefined

beforeEach(() => {
  scripts = makeScripts()
})

afterEach(async () => {
  supervisor?.stop('test over')
  supervisor?.stop('test over')
  await supervisor?.ended
  supervisor = undefined
  scripts.remove()
})

function count(pattern: RegExp): number {
  return scripts.said.filter((line) => pattern.test(line)).length
}

test('children run with their arguments and environment until a stop, which gives 0', async () => {
  const file = scripts.add('a.js', `console.log(process.argv[2], process.env.EXTRA); ${STAYS}`)
  const pidFile = join(scripts.folder, 'a.pid')
  supervisor = supervise([{ name: 'a', file, args: ['x'], env: { EXTRA: 'y' }, pidFile }], scripts)
  await until(() => count(/^a: up/) === 1)
  assert.equal(count(/^a: x y$/), 1)
  const pid = Number(readFileSync(pidFile, 'utf8'))
  assert.ok(isAlive(pid))
  supervisor.stop('SIGTERM')
  assert.equal(await supervisor.ended, 0)
  assert.ok(!isAlive(pid))
  assert.ok(!existsSync(pidFile), 'the pid file is removed')
})

test('a crashed child is started again with growing delays, the others go on', async () => {
  const crash = scripts.add('crash.js', `console.error('oh no'); process.exit(3)`)
  const stay = scripts.add('stay.js', STAYS)
  supervisor = supervise(
    [
      { name: 'crash', file: crash, args: [] },
      { name: 'stay', file: stay, args: [] },
    ],
    { output: scripts.output, delays: { first: 100, longest: 400, healthyAfter: 60_000 } },
  )
  await until(() => count(/^crash: oh no/) >= 5)
  assert.equal(count(/^stay: up/), 1)
  const delays = scripts.said.map(
    (line) => /ended with code 3; starting it again in (.*)/.exec(line)?.[1],
  )
  assert.deepEqual(delays.filter(Boolean).slice(0, 4), ['0.1 s', '0.2 s', '0.4 s', '0.4 s'])
})

test('a child that was healthy for long enough starts again after the first delay', async () => {
  const file = scripts.add('crash.js', `setTimeout(() => process.exit(1), 30)`)
  const delays = { first: 100, longest: 60_000, healthyAfter: 20 }
  supervisor = supervise([{ name: 'crash', file, args: [] }], { output: scripts.output, delays })
  await until(() => count(/starting it again in 0.1 s/) >= 3)
  assert.equal(count(/starting it again in 0.[2-9]/), 0)
})

test('a child ended by a signal is started again', async () => {
  const file = scripts.add('a.js', STAYS)
  supervisor = supervise([{ name: 'a', file, args: [] }], { output: scripts.output, delays: FAST })
  await until(() => count(/^a: up/) === 1)
  process.kill(Number(/up (\d+)/.exec(scripts.said[0]!)![1]), 'SIGKILL')
  await until(() => count(/^a: up/) === 2)
  assert.equal(count(/a was ended by SIGKILL; starting it again/), 1)
})

test('a child that refuses its configuration ends everything with 78', async () => {
  const refuse = scripts.add(
    'refuse.js',
    `console.error('[server] port is taken'); process.exit(78)`,
  )
  const stay = scripts.add('stay.js', STAYS)
  supervisor = supervise(
    [
      { name: 'stay', file: stay, args: [] },
      { name: 'refuse', file: refuse, args: [] },
    ],
    scripts,
  )
  assert.equal(await supervisor.ended, 78)
  assert.equal(count(/^refuse: \[server\] port is taken/), 1)
})

test('after a failed migration the child stays down and the others stay up', async () => {
  const fail = scripts.add('fail.js', 'process.exit(76)')
  const stay = scripts.add('stay.js', STAYS)
  supervisor = supervise(
    [
      { name: 'fail', file: fail, args: [] },
      { name: 'stay', file: stay, args: [] },
    ],
    { output: scripts.output, delays: FAST },
  )
  await until(() => count(/could not be brought up to date/) === 1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(count(/starting it again/), 0)
  supervisor.stop('SIGINT')
  assert.equal(await supervisor.ended, 0)
})

test('a child that ignores SIGTERM is killed after the grace, and the stop still gives 0', async () => {
  const file = scripts.add('deaf.js', DEAF)
  supervisor = supervise([{ name: 'deaf', file, args: [] }], { output: scripts.output, grace: 300 })
  await until(() => count(/^deaf: up/) === 1)
  supervisor.stop('SIGTERM')
  assert.equal(await supervisor.ended, 0)
  assert.equal(count(/killing the rest/), 1)
})

test('a second stop kills at once and gives 1', async () => {
  const file = scripts.add('deaf.js', DEAF)
  supervisor = supervise([{ name: 'deaf', file, args: [] }], scripts)
  await until(() => count(/^deaf: up/) === 1)
  supervisor.stop('SIGINT')
  await until(() => count(/^deaf: no/) === 1)
  supervisor.stop('SIGINT')
  assert.equal(await supervisor.ended, 1)
})

test('a stop while a crashed child waits for its next start is immediate', async () => {
  const file = scripts.add('crash.js', 'process.exit(1)')
  const delays = { first: 60_000, longest: 60_000, healthyAfter: 60_000 }
  supervisor = supervise([{ name: 'crash', file, args: [] }], { output: scripts.output, delays })
  await until(() => count(/starting it again in 60 s/) === 1)
  supervisor.stop('SIGTERM')
  assert.equal(await supervisor.ended, 0)
})
