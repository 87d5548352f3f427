import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { PORT } from '../../src/mesh/portnums.js'
import { FloodLog } from '../../src/writer/flood-log.js'
import { onBothEngines } from '../migrate/databases.js'
import { NOW_US, setStage } from './stage.js'

const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') }

onBothEngines(
  'a gateway is heard up to its limit, the others beside it all the time',
  async (d) => {
    const stage = await setStage(d, { MESHVIEW_INGEST_GATEWAY_PER_HOUR: '20' })
    for (let id = 1; id <= 30; id++) {
      await stage.hear({ gateway_id: 7, packet: { id, from: id }, data }, { time_us: NOW_US + id })
    }
    await stage.hear(
      { gateway_id: 8, packet: { id: 30, from: 30 }, data },
      { time_us: NOW_US + 40 },
    )
    let counters = await stage.counters()
    assert.equal(counters['filtered.gateway-flood'], 10)
    assert.equal(counters['outcome.stored'], 21)
    assert.equal(counters.received, 31)
    // Half an hour later it may send half of that again.
    for (let id = 101; id <= 120; id++) {
      const time_us = NOW_US + 1_800_000_000 + id
      await stage.hear({ gateway_id: 7, packet: { id, from: id }, data }, { time_us })
    }
    counters = await stage.counters()
    assert.equal(counters['outcome.stored'], 31)
    assert.equal(counters['filtered.gateway-flood'], 20)
  },
)

test('who is over a limit is said at once, then every ten minutes with the number', () => {
  const lines: string[] = []
  const log = new FloodLog(pino({}, { write: (line: string) => lines.push(line) }), 'too many')
  for (let at = 0; at < 700_000; at += 1000) log.note('!00000007', at)
  assert.equal(lines.length, 2)
  assert.deepEqual(JSON.parse(lines[0] ?? '').dropped, { '!00000007': 1 })
  assert.deepEqual(JSON.parse(lines[1] ?? '').dropped, { '!00000007': 600 })
})
