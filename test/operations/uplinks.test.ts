import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Names } from '../../src/db/ingest/names.js'
import { nowUs } from '../../src/db/values.js'
import { deleteUnusedUplinks } from '../../src/db/write/retention.js'
import { PORT } from '../../src/mesh/portnums.js'
import { cleanUp, describeCleaned } from '../../src/writer/retention.js'
import { onBothEngines, sqliteDatabase } from '../migrate/databases.js'
import { NOW_US, setStage } from '../writer/stage.js'
import { DAY_US } from './mesh.js'

const RETENTION = { packetsDays: 30, positionsDays: 30, telemetryDays: 30, nodesDays: 30 }
const GONE = 0x51515151
const STAYS = 0x52525252

onBothEngines(
  'gateways of which nothing is kept any more go, and come back to a writer that has known them',
  async (d) => {
    const stage = await setStage(d)
    const { db } = stage
    let id = 1
    const hear = (gateway_id: number, time_us: number) =>
      stage.hear(
        {
          data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`message ${id}`) },
          gateway_id,
          packet: { id: id++ },
        },
        { time_us },
      )
    const uplinks = () =>
      db.all<{ gateway_node_id: number; receptions: number }>(
        `select gateway_node_id, count(*) as receptions
          from reception join uplink using (uplink_id)
          group by gateway_node_id order by gateway_node_id`,
      )
    const later_us = NOW_US + 40 * DAY_US
    await hear(STAYS, NOW_US)
    await hear(GONE, NOW_US)
    await hear(STAYS, later_us)
    assert.equal((await db.all('select 1 from uplink')).length, 2)

    const cleaned = await cleanUp(db, RETENTION, later_us)
    assert.equal(cleaned.uplinks, 1)
    assert.match(describeCleaned(cleaned) ?? '', /, 1 uplinks deleted/)
    assert.deepEqual(
      (await db.all<{ gateway_node_id: number }>('select gateway_node_id from uplink')).map(
        (row) => row.gateway_node_id,
      ),
      [STAYS],
    )
    await hear(GONE, later_us + 1000)
    await hear(STAYS, later_us + 2000)
    assert.deepEqual(
      (await uplinks()).map((row) => [row.gateway_node_id, Number(row.receptions)]),
      [
        [GONE, 1],
        [STAYS, 2],
      ],
    )
    const again = await cleanUp(db, RETENTION, later_us)
    assert.equal(again.uplinks, 0)
    // Found unused a moment ago, and used since.
    const used = await db.all<{ uplink_id: number }>('select uplink_id from uplink')
    const ids = used.map((row) => row.uplink_id)
    assert.equal(await db.transaction((tx) => deleteUnusedUplinks(tx, ids)), 0)
  },
)

onBothEngines(
  'none goes while traceroutes are kept that MeshView 3.x noted: they may name it alone',
  async (d) => {
    const stage = await setStage(d)
    const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') }
    const now_us = nowUs()
    await stage.hear(
      { data, gateway_id: GONE, packet: { id: 1 } },
      { time_us: now_us - 40 * DAY_US },
    )
    await stage.hear({ data, gateway_id: STAYS, packet: { id: 2 } }, { time_us: now_us })
    await stage.db.run('create table alembic_version (version_num varchar(32) not null)')
    assert.equal((await cleanUp(stage.db, RETENTION, now_us)).uplinks, 0)
    await stage.db.run('drop table alembic_version')
    assert.equal((await cleanUp(stage.db, RETENTION, now_us)).uplinks, 1)
  },
)

test('where there are too many uplinks the known ones are heard, and no new one', async (t) => {
  const stage = await setStage(await sqliteDatabase(t))
  const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') }
  await stage.hear({ data, gateway_id: STAYS, packet: { id: 1 } })
  await stage.db.run(
    `insert into uplink (uplink_id, topic, channel_id, gateway_id)
      with recursive made (number) as (select 2 union all select number + 1 from made where number < 49999)
      select number, 'made up', 1, 'stranger ' || number from made`,
  )
  stage.restart()
  await stage.hear({ data, gateway_id: GONE, packet: { id: 2 } })
  await stage.hear({ data, gateway_id: 'one too many', packet: { id: 3 } })
  await stage.hear({ data, gateway_id: STAYS, packet: { id: 4 } })
  const counters = await stage.counters()
  assert.equal(counters['filtered.too-many-uplinks'], 1)
  assert.equal(counters['outcome.stored'], 3)
})

test('uplinks are counted, not the numbers that were given to those that are gone', () => {
  const uplink = { topic: 't', channel_id: 1, gateway_id: '!52525252', gateway_node_id: STAYS }
  const names = Names.of([{ channel_id: 1, name: 'LongFast' }], [{ uplink_id: 70_000, ...uplink }])
  assert.equal(names.uplinkCount, 1)
})
