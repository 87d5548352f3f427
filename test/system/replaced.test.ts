import assert from 'node:assert/strict'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { startGateway } from '../helpers/gateway.js'
import { freePort } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { makeTraffic } from '../helpers/traffic.js'
import { runProgram, unguarded } from '../run/program.js'

const PART = 60

/** Packets in a file that nobody else need have open, and whether it is whole. */
function inspect(file: string): { packets: number; integrity: unknown } {
  const db = connectSqlite(file)
  try {
    return {
      packets: db.prepare('select count(*) from packet').pluck().get() as number,
      integrity: db.pragma('integrity_check', { simple: true }),
    }
  } finally {
    db.close()
  }
}

test('a database that is removed or replaced under a running system: noticed, and gone on with what is there', async (t) => {
  const port = await freePort()
  const web = await freePort()
  const program = runProgram({
    config: unguarded(web, port),
  })
  t.after(() => program.remove())
  const file = join(program.folder, 'packets.db')
  const shown = async () => {
    const response = await fetch(`http://127.0.0.1:${web}/api/stats/count`)
    return ((await response.json()) as { total_packets: number }).total_packets
  }
  const shows = (packets: number) => until(shown, (total) => total === packets, 60_000)
  /** Writer and reader have noticed for the `times`-th time, and said so. */
  const noticed = async (times: number) => {
    const said = 'packets\\.db was removed or replaced while it was open'
    for (const line of [
      `writer.*${said}; ending(.|\\n)*writer ended with code 1; starting it again`,
      `reader.*The database cannot be read: .*${said}`,
    ]) {
      await program.said(new RegExp(`(${line}(.|\\n)*){${times}}`))
    }
  }
  await program.said(/storing packets/)
  const { messages } = makeTraffic({ packets: 4 * PART, receptions: 1 })
  const part = (index: number) => messages.slice(index * PART, (index + 1) * PART)
  const gateway = await startGateway(port)
  t.after(() => gateway.end())
  await gateway.send(part(0))
  await shows(PART)

  // Removed with all that lies beside it. Nothing is acknowledged that went into a file without
  // a name: all that is sent from here on is in the new one.
  for (const suffix of ['', '-wal', '-shm', '-writer', '-spool']) {
    rmSync(`${file}${suffix}`, { force: true })
  }
  await gateway.send(part(1))
  await noticed(1)
  await shows(PART)

  // Put aside, and another in its place: an older copy of itself.
  const [copy, aside] = [join(program.folder, 'copy.db'), join(program.folder, 'aside.db')]
  const db = connectSqlite(file, { readonly: true })
  await db.backup(copy)
  db.close()
  await gateway.send(part(2))
  await shows(2 * PART)
  renameSync(file, aside)
  renameSync(copy, file)
  await gateway.send(part(3))
  await noticed(2)
  await shows(2 * PART)
  assert.deepEqual(inspect(aside), { packets: 2 * PART, integrity: 'ok' })
  program.process.kill('SIGTERM')
  assert.equal(await program.exit, 0)
  assert.deepEqual(inspect(file), { packets: 2 * PART, integrity: 'ok' })
})
