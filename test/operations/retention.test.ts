import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfig } from '../../src/config/config.js'
import type { Database } from '../../src/db/open.js'
import { nowUs } from '../../src/db/values.js'
import { findAdoption } from '../../src/db/write/retention.js'
import { findSpace } from '../../src/db/write/space.js'
import { Daily, nextDaily } from '../../src/writer/daily.js'
import { ClockAhead, cleanUp, describeCleaned, returnSpace } from '../../src/writer/retention.js'
import { takeSnapshots } from '../../src/writer/snapshot.js'
import { onBothEngines, sqliteDatabase } from '../migrate/databases.js'
import { batches, contents, count, counter, DAY_US, fill, openIngest, openMesh } from './mesh.js'

const NOW_US = Date.UTC(2026, 10, 20, 12) * 1000
const RETENTION = { packetsDays: 30, positionsDays: 90, telemetryDays: 40, nodesDays: 80 }
const ago = (days: number) => NOW_US - days * DAY_US

onBothEngines('old packets go with all that hangs on them, the rest stays', async (d) => {
  const db = await openMesh(d)
  // The same mesh in three periods: 100, 45 and 2 days ago.
  await fill(db, { packets: 400, from_us: ago(100), to_us: ago(99), seed: 1 })
  await fill(db, { packets: 400, from_us: ago(45), to_us: ago(44), seed: 2 })
  const old = await count(db, 'packet')
  await fill(db, { packets: 400, from_us: ago(2), to_us: ago(0), seed: 3 })
  const rollUps = await contents(db)
  const positions = await count(db, 'position')
  const telemetry = await count(db, 'telemetry')

  const cleaned = await cleanUp(db, RETENTION, NOW_US)
  assert.equal(cleaned.packets, old)
  assert.equal(cleaned.receptions, old * 2)
  assert.equal(await count(db, 'packet'), 400)
  assert.equal(await count(db, 'reception'), 800)
  for (const table of ['text_message', 'traceroute', 'traceroute_hop', 'reception']) {
    const orphans = await count(
      db,
      `${table} t where not exists (select 1 from packet p where p.packet_key = t.packet_key)`,
    )
    assert.equal(orphans, 0, table)
    assert.ok((await count(db, table)) > 0, table)
  }
  assert.equal(cleaned.positions, positions / 3)
  assert.equal(cleaned.telemetry, (telemetry / 3) * 2)
  assert.equal(await count(db, `link where last_seen_us < ${ago(30)}`), 0)
  assert.ok(cleaned.links > 0)
  assert.equal(await counter(db, 'total.packets'), 400)
  assert.equal(await counter(db, 'total.receptions'), 800)

  const after = await contents(db)
  for (const table of ['traffic_hourly', 'node_hourly', 'gateway_hourly', 'channel', 'uplink']) {
    assert.deepEqual(after[table], rollUps[table], table)
  }
  assert.match(describeCleaned(cleaned) ?? '', /^cleanup: 800 packets, 1600 receptions, .* deleted/)
  assert.equal(describeCleaned(await cleanUp(db, RETENTION, NOW_US)), null)
})

test('retention is on by default, and days_to_keep of MeshView 3.x sets all of it', () => {
  const { cleanup, retention } = parseConfig('', '/config.ini').config
  assert.equal(cleanup.enabled, true)
  assert.deepEqual(retention, {
    packetsDays: 30,
    positionsDays: 90,
    telemetryDays: 90,
    nodesDays: 365,
  })
  const old = parseConfig('[cleanup]\nenabled = True\ndays_to_keep = 14\n', '/config.ini')
  assert.deepEqual(new Set(Object.values(old.config.retention)), new Set([14]))
})

onBothEngines('a database taken over from MeshView 3.x is told apart', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 8, from_us: ago(50), to_us: ago(49), seed: 1 })
  assert.equal(await findAdoption(db), null, 'one that began here')
  await db.run('create table alembic_version (version_num varchar(32) not null)')
  const adopted_us = await findAdoption(db)
  assert.ok(adopted_us !== null && Math.abs(nowUs() - adopted_us) < DAY_US)
})

onBothEngines('nodes and public keys that nobody announced for long go', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 8, from_us: ago(1), to_us: ago(0) })
  const nodes = await count(db, 'node')
  for (let node_id = 1; node_id <= 50; node_id++) {
    const seen = ago(node_id <= 20 ? 81 : 31)
    await db.run('insert into node (node_id, first_seen_us, last_seen_us) values (?, ?, ?)', [
      node_id,
      seen,
      seen,
    ])
    for (const [key, days] of [
      ['aa', 40],
      ['bb', 5],
    ] as const) {
      await db.run('insert into node_public_key values (?, ?, ?, ?)', [
        node_id,
        key,
        ago(90),
        ago(days),
      ])
    }
  }
  const cleaned = await cleanUp(db, RETENTION, NOW_US)
  assert.equal(cleaned.nodes, 20)
  assert.equal(await count(db, 'node'), nodes + 30)
  assert.equal(cleaned.public_keys, 50)
  assert.equal(await count(db, `node_public_key where public_key = 'bb'`), 50)
})

onBothEngines('0 days keeps everything', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 100, from_us: ago(2000), to_us: ago(1000), seed: 1 })
  await fill(db, { packets: 200, from_us: ago(1), to_us: ago(0), seed: 2 })
  const before = await contents(db)
  const forEver = { packetsDays: 0, positionsDays: 0, telemetryDays: 0, nodesDays: 0 }
  await cleanUp(db, forEver, NOW_US)
  assert.deepEqual(
    Object.entries(await contents(db)).filter(([table]) => table !== 'counter'),
    Object.entries(before).filter(([table]) => table !== 'counter'),
  )
})

onBothEngines('a clock that ran ahead deletes nothing', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 300, from_us: ago(2), to_us: ago(0) })
  await assert.rejects(cleanUp(db, RETENTION, NOW_US + 400 * DAY_US), ClockAhead)
  assert.equal(await count(db, 'packet'), 300)
})

onBothEngines('cleanup goes on beside the ingest, in short steps', async (d, t) => {
  const db = await openMesh(d)
  await fill(db, { packets: 2000, receptions: 3, from_us: ago(40), to_us: ago(35) })
  await fill(db, { packets: 200, receptions: 3, from_us: ago(1.1), to_us: ago(1), seed: 8 })
  const ingest = openIngest(db)
  let stored = 0
  let longest = 0
  let isCleaning = true
  const storing = (async () => {
    const period = { packets: 2000, receptions: 3, from_us: ago(1), to_us: ago(0), seed: 9 }
    for (const batch of batches(period)) {
      const started = performance.now()
      await ingest.store(batch)
      if (isCleaning) longest = Math.max(longest, performance.now() - started)
      stored += batch.length
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const cleaned = await cleanUp(db, RETENTION, NOW_US)
  isCleaning = false
  assert.equal(cleaned.packets, 2000)
  await storing
  assert.equal(stored, 6000)
  assert.equal(await counter(db, 'total.packets'), 2200)
  assert.equal(await counter(db, 'total.receptions'), 6600)
  assert.equal(await count(db, 'reception'), 6600)
  // How long that took depends on what else the machine does; alone both stay below 100 ms.
  t.diagnostic(
    `longest step ${cleaned.longestMs.toFixed(0)} ms, longest batch beside it ${longest.toFixed(0)} ms`,
  )
})

onBothEngines(
  'no step takes away more than some thousand rows, however many gateways heard a packet',
  async (d) => {
    const db = await openMesh(d)
    await fill(db, { packets: 3000, receptions: 1, from_us: ago(40), to_us: ago(38) })
    await fill(db, { packets: 200, receptions: 40, from_us: ago(37), to_us: ago(36), seed: 2 })
    // By the clocks of the gateways it is today.
    await fill(db, { packets: 200, from_us: ago(1), to_us: ago(0), seed: 3 })
    const steps: number[] = []
    const watched = aroundTransactions(db, async (step) => {
      const before = await count(db, 'reception')
      await step()
      steps.push(before - (await count(db, 'reception')))
    })
    const cleaned = await cleanUp(watched, RETENTION, NOW_US)
    assert.equal(cleaned.receptions, 11_000)
    assert.equal(await count(db, 'packet'), 200)
    assert.ok(Math.max(...steps) <= 4000, `${Math.max(...steps)} receptions in one step`)
  },
)

onBothEngines('an interrupted cleanup leaves whole packets and right totals', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 3000, from_us: ago(40), to_us: ago(35) })
  await fill(db, { packets: 300, from_us: ago(1), to_us: ago(0), seed: 2 })
  const stopping = new AbortController()
  const watched = aroundTransactions(db, async (step) => {
    await step()
    if ((await count(db, 'packet')) < 3300) stopping.abort()
  })
  await assert.rejects(cleanUp(watched, RETENTION, NOW_US, { signal: stopping.signal }), {
    name: 'AbortError',
  })
  const packets = await count(db, 'packet')
  assert.ok(packets > 300 && packets < 3300, `${packets} packets`)
  assert.equal(await counter(db, 'total.packets'), packets)
  assert.equal(await count(db, 'reception'), packets * 2)
  assert.equal(await counter(db, 'total.receptions'), packets * 2)
})

test('the space of a shrunken SQLite file is given back in steps', async (t) => {
  const db = await openMesh(await sqliteDatabase(t))
  await fill(db, { packets: 4000, from_us: ago(40), to_us: ago(35) })
  const full = (await findSpace(db))!
  assert.ok(full.isIncremental)
  await fill(db, { packets: 200, from_us: ago(1), to_us: ago(0), seed: 2 })
  await cleanUp(db, RETENTION, NOW_US)
  assert.ok((await findSpace(db))!.free > full.pages / 2)
  assert.ok((await returnSpace(db, false))! > 0)
  const kept = (await findSpace(db))!
  assert.ok(kept.pages < full.pages / 2, `${kept.pages} of ${full.pages} pages`)
  assert.ok(kept.free > 0)
  assert.equal(await returnSpace(db, false), 0)
  assert.ok((await returnSpace(db, true))! > 0)
  assert.equal((await findSpace(db))!.free, 0)
  assert.equal(
    await db.get('pragma quick_check').then((row) => JSON.stringify(row)),
    '{"quick_check":"ok"}',
  )
})

onBothEngines('the numbers of every day that is over are noted, once', async (d) => {
  const db = await openMesh(d)
  const noon = (day: number) => new Date(2026, 10, day, 12).getTime() * 1000
  await fill(db, { packets: 120, from_us: noon(15), to_us: noon(15) + 3_600_000_000, seed: 1 })
  await fill(db, { packets: 80, from_us: noon(17), to_us: noon(17) + 3_600_000_000, seed: 2 })
  const read = () =>
    db.all<{ snapshot_date: string; packet_count: number; gateway_count: number }>(
      'select snapshot_date, packet_count, gateway_count from daily_snapshot order by snapshot_date',
    )

  assert.deepEqual(await takeSnapshots(db, new Date(2026, 10, 18, 1)), [
    '2026-11-15',
    '2026-11-16',
    '2026-11-17',
  ])
  assert.deepEqual(
    (await read()).map((row) => [row.snapshot_date, row.packet_count]),
    [
      ['2026-11-15', 120],
      ['2026-11-16', 0],
      ['2026-11-17', 80],
    ],
  )
  assert.equal((await read())[0]?.gateway_count, 40)
  assert.deepEqual(await takeSnapshots(db, new Date(2026, 10, 18, 23)), [])
  assert.deepEqual(await takeSnapshots(db, new Date(2026, 10, 19, 1)), ['2026-11-18'])
})

onBothEngines('days that a clock too far ahead noted as empty are noted anew', async (d) => {
  const db = await openMesh(d)
  const noon = (day: number) => new Date(2026, 10, day, 12).getTime() * 1000
  const read = async () => {
    const rows = await db.all<{ snapshot_date: string; packet_count: number }>(
      "select * from daily_snapshot where snapshot_date < '2026-11-19' order by snapshot_date",
    )
    return rows.map((row) => [row.snapshot_date, row.packet_count])
  }
  await fill(db, { packets: 120, from_us: noon(15), to_us: noon(15) + 3_600_000_000, seed: 1 })
  assert.deepEqual(await takeSnapshots(db, new Date(2026, 10, 16, 1)), ['2026-11-15'])
  await takeSnapshots(db, new Date(2027, 2, 1))
  await fill(db, { packets: 80, from_us: noon(17), to_us: noon(17) + 3_600_000_000, seed: 2 })
  const after = await takeSnapshots(db, new Date(2026, 10, 18, 1))
  assert.deepEqual(after, ['2026-11-16', '2026-11-17'])
  assert.deepEqual(await read(), [
    ['2026-11-15', 120],
    ['2026-11-16', 0],
    ['2026-11-17', 80],
    ['2026-11-18', 0],
  ])
  assert.deepEqual(await takeSnapshots(db, new Date(2026, 10, 19, 1)), ['2026-11-18'])
})

test('a daily time comes once a day, also when the clock is set', () => {
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute)
  assert.deepEqual(nextDaily(2, 30, at(20, 1)), at(20, 2, 30))
  assert.deepEqual(nextDaily(2, 30, at(20, 2, 30)), at(21, 2, 30))
  const daily = new Daily(2, 30, at(20, 1))
  assert.equal(daily.isDue(at(20, 2, 29)), false)
  assert.equal(daily.isDue(at(20, 2, 31)), true)
  assert.equal(daily.isDue(at(20, 2, 32)), false)
  // Three days asleep are one run; a clock set back by ten days does not wait for them to pass.
  assert.equal(daily.isDue(at(23, 9)), true)
  assert.equal(daily.isDue(at(13, 9)), false)
  assert.equal(daily.isDue(at(14, 2, 30)), true)
})

/** The same database; each of its transactions is run by `watch`. */
function aroundTransactions(
  db: Database,
  watch: (transaction: () => Promise<void>) => Promise<void>,
): Database {
  const transaction: Database['transaction'] = async (work) => {
    const results: Awaited<ReturnType<typeof work>>[] = []
    await watch(async () => {
      results.push(await db.transaction(work))
    })
    return results[0] as Awaited<ReturnType<typeof work>>
  }
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction') return transaction
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
