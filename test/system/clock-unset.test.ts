import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../../src/db/open.js'
import { nowUs } from '../../src/db/values.js'
import { startGateway } from '../helpers/gateway.js'
import { listeningPort, makeFolder, type Running, run, until } from '../helpers/processes.js'
import { makeTraffic } from '../helpers/traffic.js'
import { onBothEngines } from '../migrate/databases.js'

const DAY_H = 24
const DAY_US = 86_400_000_000
const PART = 20
const clock = fileURLToPath(new URL('../helpers/clock.js', import.meta.url))
/** To 1970, as a machine begins that has no battery for its clock. */
const TO_1970_H = -Math.floor(Date.now() / 3_600_000)

onBothEngines(
  'a clock that begins with 1970 dates no packet by it, is told about, and costs none its life',
  async (d, t) => {
    const { config, remove } = makeFolder({
      server: { bind: '127.0.0.1', port: 0 },
      broker: { bind: '127.0.0.1', port: 0 },
      database: { connection_string: d.url },
      ingest: { flood_per_minute: 0, flood_per_hour: 0 },
    })
    t.after(remove)
    const start = (module: string, off_h: number, later_h = '') =>
      startOff(t, module, config, off_h, later_h)
    const { messages } = makeTraffic({ packets: 3 * PART, receptions: 1 })
    const send = async (writer: Running, part: number) => {
      await writer.said(/storing packets/)
      const gateway = await startGateway(await listeningPort(writer, 'broker'))
      await gateway.send(messages.slice(part * PART, (part + 1) * PART))
      await gateway.end()
    }

    // Forty days ago, when this machine was on the last time.
    const before = start('src/writer/main.js', -40 * DAY_H)
    await send(before, 0)
    assert.equal(await before.stop(), 0)

    const writer = start('src/writer/main.js', TO_1970_H, '0')
    const reader = start('src/reader/main.js', TO_1970_H, '0')
    await send(writer, 1)
    const url = `http://127.0.0.1:${await listeningPort(reader, 'web')}`
    const health = () =>
      ask<{ status: string; reason?: string; problems: object[] }>(url, '/health')
    const sick = await until(health, ({ problems }) => problems?.length > 0)
    assert.match(sick.reason ?? '', /clock of this machine says 1970-01-01.*nothing is deleted/)
    const db = await openDatabase(d.url, 'read')
    t.after(() => db.close())
    const times = async () => {
      const rows = await db.all<{ import_time_us: number }>(
        'select import_time_us from packet order by packet_key',
      )
      return rows.map((row) => row.import_time_us)
    }
    const kept = await times()
    assert.equal(kept.length, 2 * PART)
    assert.deepEqual(
      kept,
      kept.toSorted((a, b) => a - b),
      'they go on from the newest',
    )
    assert.ok(kept.every((time_us) => time_us > nowUs() - 41 * DAY_US))

    // A time server has answered.
    for (const { child } of [writer, reader]) child.kill('SIGUSR2')
    await send(writer, 2)
    await until(health, ({ status }) => status === 'healthy')
    assert.ok(((await times()).at(-1) ?? 0) > nowUs() - DAY_US)
    assert.equal(await writer.stop(), 0)
    const after = start('src/writer/main.js', 0)
    await after.said(new RegExp(`cleanup: ${PART} packets, .* deleted`))
    assert.equal((await times()).length, 2 * PART, 'what is forty days old is gone, and no more')
  },
)

async function ask<T>(url: string, path: string): Promise<T> {
  return (await (await fetch(url + path)).json()) as T
}

/** Starts a program whose clock is off by `off_h` hours, and by `later_h` when it hears SIGUSR2. */
function startOff(
  t: TestContext,
  module: string,
  config: string,
  off_h: number,
  later_h: string,
): Running {
  const env = { MESHVIEW_TEST_CLOCK_START: String(off_h), MESHVIEW_TEST_CLOCK: later_h }
  const running = run(module, ['--config', config], env, undefined, ['--import', `file://${clock}`])
  t.after(() => running.stop())
  return running
}
