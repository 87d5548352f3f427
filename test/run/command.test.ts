import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseCommand, UsageError } from '../../src/run/command.js'
import { livingProcess, removePidFile, writePidFile } from '../../src/run/pid-file.js'

test('without arguments, config.ini and pid files are in the current folder', () => {
  assert.deepEqual(parseCommand([]), {
    verb: 'start',
    config: 'config.ini',
    pidDir: '.',
    demo: false,
  })
})

test('options may be given with a space or an equals sign', () => {
  const expected = { verb: 'start', config: 'a.ini', pidDir: '/run', demo: true }
  assert.deepEqual(parseCommand(['--config', 'a.ini', '--pid_dir=/run', '--demo']), expected)
  assert.deepEqual(parseCommand(['--demo', '--config=a.ini', '--pid_dir', '/run']), expected)
})

test('migrate gets its arguments as they are, except the configuration', () => {
  assert.deepEqual(parseCommand(['--config', 'a.ini', 'migrate', 'downgrade', '-1', '--sql']), {
    verb: 'migrate',
    config: 'a.ini',
    args: ['downgrade', '-1', '--sql'],
  })
  assert.deepEqual(parseCommand(['migrate', '--help', '--config=b.ini']), {
    verb: 'migrate',
    config: 'b.ini',
    args: ['--help'],
  })
})

test('forget takes one node, and may count or go without asking', () => {
  const expected = { verb: 'forget', config: 'config.ini', node: '!0a', dryRun: false, yes: false }
  assert.deepEqual(parseCommand(['forget', '!0a']), expected)
  assert.deepEqual(parseCommand(['forget', '--dry-run', '!0a']), { ...expected, dryRun: true })
  assert.deepEqual(parseCommand(['forget', '!0a', '--yes']), { ...expected, yes: true })
  for (const argv of [
    ['forget'],
    ['forget', '1', '2'],
    ['backup', '--yes'],
    ['--yes', 'forget', '1'],
  ]) {
    assert.throws(() => parseCommand(argv), UsageError)
  }
})

test('what is unknown or incomplete is refused', () => {
  for (const argv of [['--confg', 'x'], ['serve'], ['--config'], ['check', 'me'], ['--config=']]) {
    assert.throws(() => parseCommand(argv), UsageError)
  }
})

test('a pid file counts only while its process runs our script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-pid-'))
  try {
    const file = join(folder, 'a.pid')
    const pidOf = (script: string) => livingProcess(file, script, '/config.ini')?.pid
    assert.equal(pidOf('x'), undefined)
    writePidFile(file, process.pid)
    const script = process.argv[1] ?? ''
    assert.equal(pidOf(script), process.pid)
    assert.equal(pidOf('/writer/main.js'), undefined)
    removePidFile(file, process.pid + 1)
    assert.equal(pidOf(script), process.pid)
    removePidFile(file, process.pid)
    assert.equal(pidOf(script), undefined)
    writeFileSync(file, 'rubbish -1')
    assert.equal(pidOf(''), undefined)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a number that the writer of another configuration has got since holds nobody up', {
  skip: process.platform === 'linux' ? false : 'only Linux tells when a process was started',
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-pid-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'writer.js')
  writeFileSync(script, 'setInterval(() => {}, 1000); process.send("runs")')
  const other = fork(script, ['--config', '/other/config.ini'])
  t.after(() => other.kill())
  await once(other, 'message')
  const file = join(folder, 'a.pid')
  const pid = other.pid ?? 0
  writePidFile(file, pid)
  const living = { pid, config: '/other/config.ini' }
  assert.deepEqual(livingProcess(file, script, '/config.ini'), living, 'it has this folder')
  const before = Date.now() / 1000 - 3600
  utimesSync(file, before, before)
  assert.equal(livingProcess(file, script, '/config.ini'), undefined)
  assert.deepEqual(livingProcess(file, script, '/other/config.ini'), living)
})
