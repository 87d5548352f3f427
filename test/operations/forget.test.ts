import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { tables } from '../../src/db/entities/index.js'
import type { Database } from '../../src/db/open.js'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { countNode, forgetNode } from '../../src/writer/forget-node.js'
import { onBothEngines, sqliteDatabase, type TestDatabase } from '../migrate/databases.js'
import { type Stage, setStage } from '../writer/stage.js'
import { count, counter } from './mesh.js'

const MVRUN = fileURLToPath(new URL('../../mvrun.js', import.meta.url))
/** Who is to be forgotten, and others. */
const [GONE, A, B, G] = [0x9abc_def1, 0xa000_0001, 0xb000_0002, 0x9000_0003]
const UNGUARDED = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }

/** Tables and columns that name nodes: a new one is among them, and has to be forgotten as well. */
const columns = tables.flatMap(({ name, columns }) =>
  Object.keys(columns).flatMap((column) => (/node_id$/.test(column) ? [[name, column]] : [])),
) as [string, string][]

const payloads = {
  user: (long_name: string) =>
    encodePayload('User', {
      id: 'x',
      long_name,
      short_name: 'GONE',
      public_key: Buffer.alloc(32, 7),
    }),
  position: encodePayload('Position', { latitude_i: 500000000, longitude_i: 90000000 }),
  telemetry: encodePayload('Telemetry', { device_metrics: { battery_level: 50 } }),
  neighbours: (node_id: number, of: number) =>
    encodePayload('NeighborInfo', { node_id: of, neighbors: [{ node_id, snr: 4 }] }),
  route: (...route: number[]) =>
    encodePayload('RouteDiscovery', { route, snr_towards: route.map(() => 4) }),
}

/** A mesh in which GONE has every part that a node can have; the ids of packets that stay. */
async function meet(stage: Stage): Promise<number[]> {
  let id = 100
  const say = async (
    portnum: number,
    payload: Buffer,
    from: number,
    more: { to?: number; gateway_id?: number; id?: number; request_id?: number } = {},
  ) => {
    const { to = BROADCAST, gateway_id = G, request_id = 0 } = more
    const packet = { from, to, id: more.id ?? id++ }
    await stage.hear({ gateway_id, packet, data: { portnum, payload, request_id } })
    return packet.id
  }
  const text = (words: string) => Buffer.from(words)
  await say(PORT.NODEINFO, payloads.user('Gone Fishing'), GONE)
  await say(PORT.POSITION, payloads.position, GONE)
  await say(PORT.TELEMETRY, payloads.telemetry, GONE)
  await say(PORT.TEXT_MESSAGE, text('words of the one who leaves'), GONE)
  await say(PORT.NEIGHBORINFO, payloads.neighbours(A, GONE), GONE)
  await say(PORT.TEXT_MESSAGE, text('for the one who leaves alone'), A, { to: GONE })
  await say(PORT.TRACEROUTE, payloads.route(B), A, { to: GONE })
  await say(PORT.TRACEROUTE, payloads.route(A), GONE, { to: B })
  // Over it, in the best way, and only in a gateway's copy that is not the best.
  await say(PORT.TRACEROUTE, payloads.route(GONE), A, { to: B })
  const astray = await say(PORT.TRACEROUTE, payloads.route(GONE), A, { to: B })
  await say(PORT.TRACEROUTE, payloads.route(G, 0x77), A, { to: B, id: astray, gateway_id: B })
  await say(PORT.NEIGHBORINFO, payloads.neighbours(GONE, B), B)
  const stay = [
    await say(PORT.TEXT_MESSAGE, text('heard by the one who leaves'), A),
    await say(PORT.TEXT_MESSAGE, text('heard by nobody else'), A, { gateway_id: GONE }),
    await say(PORT.TRACEROUTE, payloads.route(G), A, { to: B }),
    await say(PORT.NEIGHBORINFO, payloads.neighbours(A, B), B),
  ]
  for (const [index, each] of stay.entries()) {
    if (index === 0) await say(PORT.TEXT_MESSAGE, text(''), A, { gateway_id: GONE, id: each })
    if (index === 2)
      await say(PORT.TRACEROUTE, payloads.route(G), A, { gateway_id: GONE, id: each, to: B })
  }
  await stage.hearBytes(`msh/EU_868/2/e/LongFast/${formatNodeId(GONE)}`, Buffer.from('nonsense'))
  await stage.hearBytes('msh/EU_868/2/e/LongFast/!b0000002', Buffer.from('nonsense'))
  return stay
}

/** Where a node still stands: in a column of numbers, in a text, in bytes. */
async function whereIs(db: Database, node_id: number): Promise<string[]> {
  const found = new Set<string>()
  const id = formatNodeId(node_id)
  const fixed = Buffer.alloc(4)
  fixed.writeUInt32LE(node_id)
  // As a varint of protobuf.
  const varint = Buffer.from(
    [0, 7, 14, 21, 28].map((bits) => Math.floor(node_id / 2 ** bits) & 127),
  )
  for (let index = 0; index < 4; index++) varint[index] = (varint[index] ?? 0) | 128
  for (const { name } of tables) {
    for (const row of await db.all<Record<string, unknown>>(`select * from ${name}`)) {
      for (const [column, value] of Object.entries(row)) {
        const isHere =
          Buffer.isBuffer(value) || value instanceof Uint8Array
            ? Buffer.from(value).includes(fixed) || Buffer.from(value).includes(varint)
            : value === node_id || (typeof value === 'string' && value.includes(id))
        if (isHere) found.add(`${name}.${column}`)
      }
    }
  }
  return [...found].sort()
}

async function assertWhole(db: Database): Promise<void> {
  for (const table of ['reception', 'traceroute', 'traceroute_hop', 'text_message']) {
    const without = `${table} t where not exists (select 1 from packet p where p.packet_key = t.packet_key)`
    assert.equal(await count(db, without), 0, `${table} without a packet`)
  }
  for (const table of ['reception', 'traceroute']) {
    const without = `${table} t where not exists (select 1 from uplink u where u.uplink_id = t.uplink_id)`
    assert.equal(await count(db, without), 0, `${table} without an uplink`)
  }
  assert.equal(await counter(db, 'total.packets'), await count(db, 'packet'))
  assert.equal(await counter(db, 'total.receptions'), await count(db, 'reception'))
}

onBothEngines('a node that is forgotten stands in no table any more; others stay', async (d) => {
  const stage = await setStage(d, UNGUARDED)
  const { db } = stage
  const stay = await meet(stage)
  const before = await whereIs(db, GONE)
  for (const [table, column] of columns) {
    assert.ok(before.includes(`${table}.${column}`), `the test puts it into ${table}.${column}`)
  }
  for (const place of ['uplink.topic', 'packet.data', 'traceroute.route', 'malformed.topic']) {
    assert.ok(before.includes(place), `the test puts it into ${place}`)
  }
  // What an adoption may have left.
  await db.run('create table v3_packet_seen (packet_id bigint, node_id bigint)')
  for (const node_id of [GONE, A]) {
    await db.run('insert into v3_packet_seen values (1, ?)', [node_id])
  }

  const counted = await countNode(db, GONE)
  assert.equal(counted.nodes, 1)
  assert.equal(counted.leftovers, 1)
  const { longestMs, ...gone } = await forgetNode(db, GONE)
  assert.ok(longestMs > 0)
  assert.deepEqual(gone, counted, 'as it was counted before')
  assert.deepEqual(await whereIs(db, GONE), [])
  assert.equal(await count(db, 'v3_packet_seen'), 1)
  const left = await db.all<{ id: number }>('select id from packet order by id')
  assert.deepEqual(
    left.map((row) => row.id),
    stay,
  )
  assert.equal(await count(db, 'malformed'), 1)
  await assertWhole(db)
  assert.deepEqual(
    Object.values(await countNode(db, GONE)).filter((number) => number !== 0),
    [],
  )

  // The writer, which remembered packets and uplinks, hears it again, and copies of what is gone.
  await meet(stage)
  assert.deepEqual(await whereIs(db, GONE), before)
  await assertWhole(db)
})

/** Runs mvrun without a terminal: exit code and all that it says. */
function mvrun(d: TestDatabase, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const config = join(d.folder, 'forget.ini')
  writeFileSync(config, `[database]\nconnection_string = ${d.url}\n[mqtt]\nskip_node_ids = 7\n`)
  const child = spawn(process.execPath, [MVRUN, ...args, '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text
    })
  }
  return new Promise((done) => child.on('close', (code) => done({ code, said })))
}

onBothEngines('mvrun forget beside a writer that goes on storing', async (d) => {
  const stage = await setStage(d, UNGUARDED)
  const { db } = stage
  for (let round = 0; round < 12; round++)
    await stage.together(async () => void (await meet(stage)))
  let id = 1_000_000
  let isDone = false
  const forgetting = mvrun(d, 'forget', formatNodeId(GONE), '--yes').then((ended) => {
    isDone = true
    return ended
  })
  /** Packets of it and of another, heard by both; what the database cannot take now is said again. */
  const talk = () =>
    stage.together(async () => {
      for (const from of [GONE, A]) {
        for (const gateway_id of [GONE, G]) {
          const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('talk') }
          await stage.hear(
            { gateway_id, packet: { from, id }, data },
            { time_us: Date.now() * 1000 },
          )
        }
      }
      id++
    })
  while (!isDone) {
    await talk().catch((error: { code?: string }) => assert.match(String(error.code), /BUSY|40/))
    await new Promise((done) => setTimeout(done, 2))
  }
  const { code, said } = await forgetting
  assert.equal(code, 0, said)
  assert.match(said, /^Kept of !9abcdef1 \(Gone Fishing\):$/m)
  assert.match(said, /^Deleted of !9abcdef1 \(Gone Fishing\), in steps of \d+ ms at most:$/m)
  assert.match(said, /comes back as soon as it is heard again.*skip_node_ids = !9abcdef1/)
  assert.match(said, /Backups.* still hold it/)
  await talk()
  await assertWhole(db)
  assert.equal((await mvrun(d, 'forget', '9abcdef1', '--yes')).code, 0)
  assert.deepEqual(await whereIs(db, GONE), [])
  await assertWhole(db)
})

test('no slice of it moves a long log into the file; that is done between two', async (t) => {
  const d = await sqliteDatabase(t)
  const stage = await setStage(d, UNGUARDED)
  await meet(stage)
  const file = d.url.replace('sqlite:///', '')
  const other = connectSqlite(file)
  t.after(() => other.close())
  other.exec('pragma wal_autocheckpoint = 0')
  other.exec('create table ballast as select zeroblob(35000000) as bytes')
  const moved = () => {
    const [state] = other.pragma('wal_checkpoint(noop)') as { log: number; checkpointed: number }[]
    return state?.checkpointed ?? 0
  }
  const sqlite = stage.db.sqlite
  assert.ok(sqlite)
  const execute = sqlite.exec.bind(sqlite)
  let commits = 0
  let between = 0
  sqlite.exec = (sql) => {
    const before = moved()
    between = Math.max(between, before)
    const result = execute(sql)
    if (sql !== 'commit') return result
    commits++
    // Less where it begins anew.
    assert.ok(moved() <= before, `${moved()} of ${before} pages`)
    return result
  }
  assert.equal(moved(), 0)
  await forgetNode(stage.db, GONE)
  assert.ok(commits > 5, `${commits}`)
  assert.ok(between > 8000, `${between}`)
})

test('mvrun forget counts first, and asks before it deletes', async (t) => {
  const d = await sqliteDatabase(t)
  const missing = await mvrun(d, 'forget', String(GONE))
  assert.equal(missing.code, 1)
  assert.match(missing.said, /There is no database at .* yet/)
  assert.ok(!existsSync(d.url.replace('sqlite:///', '')), 'none is made')

  const stage = await setStage(d, UNGUARDED)
  await meet(stage)
  const before = await whereIs(stage.db, GONE)
  const dry = await mvrun(d, 'forget', String(GONE), '--dry-run')
  assert.equal(dry.code, 0)
  assert.match(dry.said, / 8 {2}packets from it and to it/)
  assert.match(dry.said, / 3 {2}packets of others that name it/)
  assert.match(dry.said, /Nothing was changed \(--dry-run\)\.\n$/)
  const asked = await mvrun(d, 'forget', formatNodeId(GONE))
  assert.equal(asked.code, 1)
  assert.match(asked.said, /Nothing was changed; with --yes it is deleted\.\n$/)
  assert.deepEqual(await whereIs(stage.db, GONE), before)

  const unknown = await mvrun(d, 'forget', '!12345678', '--yes')
  assert.deepEqual(unknown, { code: 0, said: 'Nothing is kept of !12345678.\n' })
  for (const node of ['gone', '!ffffffff', '0']) {
    const refused = await mvrun(d, 'forget', node, '--yes')
    assert.equal(refused.code, 1)
    assert.match(refused.said, /is no node; write its id as/)
  }
  const { code, said } = await mvrun(d, 'forget', '--yes', '!00000007')
  assert.deepEqual([code, said], [0, 'Nothing is kept of !00000007.\n'])
})
