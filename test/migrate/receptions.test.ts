import assert from 'node:assert/strict'
import { receptionsInSecondsFromArrival as revision } from '../../migrations/d25f80b3c716_receptions_in_seconds_from_arrival.js'
import { rxTimeSql } from '../../src/db/entities/reception.js'
import type { Database } from '../../src/db/open.js'
import { downgrade, migrate, upgrade } from '../../src/migrate/index.js'
import type { RevisionContext } from '../../src/migrate/revision.js'
import { onEmptyDatabases } from './databases.js'

const BEFORE = '9c4e1b7a60d3'
const ARRIVAL_S = 1_795_000_000
/** Three slices and a bit. */
const ROWS = 70_000

type Direction = 'up' | 'down'

/** How the table says when a packet was heard, by what it was brought to. */
const RX_TIME = {
  down: 'r.rx_time',
  up: 'coalesce(p.import_time_us, 0) / 1000000 + r.rx_delay_s',
  head: rxTimeSql.replace('p.import_time_us', 'coalesce(p.import_time_us, 0)'),
}

/** Every reception in the words of today, whatever the table has: odd clocks and orphans included. */
function receptions(db: Database, shape: keyof typeof RX_TIME) {
  return db.all(
    `select r.packet_key, r.uplink_id, ${RX_TIME[shape]} as rx_time, r.delay_us, r.rx_rssi, r.rx_snr4, r.hop_limit,
        r.hop_start, r.relay_node, r.next_hop, r.via_mqtt
      from reception r left join packet p on p.packet_key = r.packet_key order by 1, 2, 3`,
  )
}

async function fill(db: Database): Promise<void> {
  const isSqlite = db.engine === 'sqlite'
  const series = `(with recursive n(n) as (select 1 union all select n + 1 from n where n < ${ROWS})
    select n from n) as series`
  await db.run(
    `insert into packet select n, n, 7, 9, 3, ${isSqlite ? '0' : 'false'}, 1, 0,
        (cast(${ARRIVAL_S} as bigint) + n) * 1000000 + 999999, 0, ${isSqlite ? '0, 0' : 'false, false'}, null, null, ?
      from ${series} where n % 1000 <> 0`,
    [Buffer.from([1])],
  )
  // No clock, one that is years off, one a little behind; of packets 1000, 2000, … none is left.
  await db.run(
    `insert into reception select n, n % 60,
        case n % 5 when 0 then 0 when 1 then 4294967295 when 2 then ${ARRIVAL_S} else ${ARRIVAL_S} + n - 3 end,
        n, -n % 120, n % 40, 3, 7, n % 256, 0, ${isSqlite ? '1' : 'true'}
      from ${series}`,
  )
}

/** Runs the revision and ends it, as a kill would, when it has committed `slices` slices. */
async function run(db: Database, direction: Direction, slices: number): Promise<void> {
  let left = slices
  const context: RevisionContext = {
    db,
    log: () => {},
    progress: async () => {
      if (--left === 0) throw new Error('killed')
    },
  }
  const queryRunner = await db.queryRunner()
  try {
    await revision[direction](queryRunner, context)
  } finally {
    await queryRunner.release()
  }
}

onEmptyDatabases('receptions change their shape, killed on the way or not', async (database) => {
  const db = await database.open()
  await upgrade(db, BEFORE)
  await fill(db)
  const before = await receptions(db, 'down')
  assert.equal(before.length, ROWS)
  for (const direction of ['up', 'down'] as const) {
    if (db.engine === 'sqlite') {
      for (const slices of [1, 2]) {
        await assert.rejects(run(db, direction, slices), /killed/)
        const rows = await db.get<{ both: number }>(
          'select (select count(*) from reception) + (select count(*) from reception_old) as both',
        )
        assert.equal(rows?.both, ROWS)
      }
    }
    await run(db, direction, 0)
    assert.deepEqual(await receptions(db, direction), before)
    // It died before that was noted: the run after it finds nothing to do.
    await run(db, direction, 0)
    assert.deepEqual(await receptions(db, direction), before)
  }
  // To the head and back, whatever the clocks said; a strength that no radio measures is cut.
  await migrate(db)
  assert.deepEqual(await receptions(db, 'head'), before)
  await downgrade(db, BEFORE)
  assert.deepEqual(await receptions(db, 'down'), before)
  await db.run('update reception set rx_rssi = -40000, rx_snr4 = 40000 where packet_key = 7')
  await migrate(db)
  const odd = await db.get('select rx_rssi, rx_snr4 from reception where packet_key = 7')
  const [rx_rssi, rx_snr4] = db.engine === 'sqlite' ? [-40000, 40000] : [-32768, 32767]
  assert.deepEqual(odd, { rx_rssi, rx_snr4 })
})
