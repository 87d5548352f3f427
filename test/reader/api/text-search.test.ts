import assert from 'node:assert/strict'
import type { Database, Param } from '../../../src/db/open.js'
import { findCheckins } from '../../../src/db/read/checkins.js'
import { findPackets, type PacketFilter, type PacketOrder } from '../../../src/db/read/packets.js'
import { searchMessages } from '../../../src/db/read/search.js'
import { textsWith } from '../../../src/db/read/words.js'
import { deletePackets } from '../../../src/db/write/retention.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { downgrade, MigrationAborted, migrate } from '../../../src/migrate/index.js'
import { everyRow } from '../../adopt/rows.js'
import { onBothEngines } from '../../migrate/databases.js'
import { storeTexts, type Text } from './texts.js'

const START_US = 1_794_000_000_000_000
const BEFORE_SEARCH = '8c1f4e60b27d'
const channels = ['LongFast', 'Приватный', 'MediumSlow']

/** Letters that are folded, that are wildcards, that mean something to FTS5, of many scripts. */
const letters = [
  ...'abcABCeE%_\\\\"\'*()^ -+:.ßẞäÄöÖÅåσςΣжЖЩщİıIi网格网络テスト🐎🦄👋🏽é',
  'e\u0301',
  '\u0307',
  'or',
  ' OR ',
  ' NEAR ',
]

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

function textsOf(count: number, next: () => number): Text[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T
  return Array.from({ length: count }, (_, index) => ({
    text: Array.from({ length: Math.floor(next() * 12) }, () => pick(letters)).join(''),
    // Two in three a second later than the one before, the others out of order.
    import_time_us: START_US + (index + (next() < 0.3 ? -20 : 0)) * 1_000_000,
    from: 1 + Math.floor(next() * 4),
    to: next() < 0.2 ? 2 : BROADCAST,
    channel_id: 1 + Math.floor(next() * 3),
    portnum: next() < 0.1 ? PORT.ALERT : PORT.TEXT_MESSAGE,
  }))
}

/** What every search is compared with: all texts, read one by one. */
async function plainly(db: Database, filter: PacketFilter, order: PacketOrder): Promise<number[]> {
  const { contains = '', channel, from_node_id, to_node_id, node_id, portnums } = filter
  const pattern = `%${contains.replace(/[\\%_]/g, '\\$&')}%`
  const params: Param[] = [pattern.toLowerCase(), pattern]
  let where = ''
  const and = (sql: string, ...values: Param[]) => {
    where += ` and ${sql}`
    params.push(...values)
  }
  if (channel !== undefined) and('c.name = ?', channel)
  if (from_node_id !== undefined) and('p.from_node_id = ?', from_node_id)
  if (to_node_id !== undefined) and('p.to_node_id = ?', to_node_id)
  if (node_id !== undefined) and('(p.from_node_id = ? or p.to_node_id = ?)', node_id, node_id)
  if (portnums !== undefined) and(`p.portnum in (${portnums.join()})`)
  if (filter.since_us !== undefined) and('p.import_time_us > ?', filter.since_us)
  if (filter.before_us !== undefined) and('p.import_time_us < ?', filter.before_us)
  if (filter.before_key !== undefined) and('p.packet_key < ?', filter.before_key)
  if (filter.after_key !== undefined) and('p.packet_key > ?', filter.after_key)
  const rows = await db.all<{ packet_key: number }>(
    `select p.packet_key from packet p join text_message m on m.packet_key = p.packet_key
      join channel c on c.channel_id = p.channel_id
      where not m.direct and (lower(m.text) like ? escape '\\' or m.text like ? escape '\\') ${where}
      order by p.packet_key ${order === 'newest' ? 'desc' : 'asc'} limit ${filter.limit}`,
    params,
  )
  return rows.map((row) => row.packet_key)
}

onBothEngines('a search by tokens finds what reading every text finds', async (database) => {
  const db = await database.open()
  await migrate(db, { backup: false })
  const seed = Date.now() & 0xffff
  const next = random(seed)
  const texts = textsOf(3000, next)
  await storeTexts(db, channels, texts)
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T
  const maybe = <T>(value: T): T | undefined => (next() < 0.25 ? value : undefined)
  let hits = 0
  for (let round = 0; round < 150; round++) {
    const points = [...(pick(texts)?.text ?? '')]
    const start = Math.floor(next() * points.length)
    const piece = points.slice(start, start + 1 + Math.floor(next() * 4)).join('')
    const contains = pick([
      piece,
      piece.toLowerCase(),
      piece.toUpperCase(),
      pick(letters),
      piece + pick(letters),
    ])
    if (contains === '') continue
    const filter: PacketFilter = {
      contains,
      channel: maybe(pick([...channels, 'none'])),
      from_node_id: maybe(1 + Math.floor(next() * 4)),
      to_node_id: next() < 0.1 ? pick([2, BROADCAST]) : undefined,
      node_id: maybe(pick([1, 2, BROADCAST])),
      portnums: maybe(pick([[1], [11], [1, 11], [67]])),
      since_us: maybe(START_US + Math.floor(next() * 3000) * 1_000_000),
      before_us: maybe(START_US + Math.floor(next() * 3000) * 1_000_000),
      before_key: maybe(Math.floor(next() * 3000)),
      after_key: maybe(Math.floor(next() * 3000)),
      limit: pick([1, 10, 700]),
    }
    for (const order of ['newest', 'oldest'] as const) {
      const found = (await findPackets(db, filter, order)).map((packet) => packet.packet_key)
      const expected = await plainly(db, filter, order)
      assert.deepEqual(found, expected, `${JSON.stringify(filter)} ${order}, seed ${seed}`)
      hits += found.length
    }
    const messages = await searchMessages(db, contains, 50)
    assert.deepEqual(
      messages.map((message) => message.packet_key),
      await plainly(db, { contains, limit: 50 }, 'newest'),
      `${JSON.stringify(contains)}, seed ${seed}`,
    )
    const [from_us, to_us] = [START_US + 500_000_000, START_US + 2_000_000_000]
    assert.deepEqual(
      (await findCheckins(db, contains, { from_us, to_us })).map((row) => row.packet_key),
      await plainly(
        db,
        { contains, since_us: from_us - 1, before_us: to_us, limit: 5000 },
        'oldest',
      ),
    )
  }
  assert.ok(hits > 500, 'most of the words are there')
})

onBothEngines(
  'the index is as the revision fills it, however often that is broken off',
  async (database) => {
    const db = await database.open()
    await migrate(db, { backup: false })
    await storeTexts(db, channels, textsOf(5000, random(7)))
    const written = await everyRow(db)
    assert.ok((written.text_search as unknown[]).length > 3000)
    await downgrade(db, BEFORE_SEARCH)
    let broken = 0
    for (;;) {
      const stop = new AbortController()
      try {
        await migrate(db, {
          backup: false,
          signal: stop.signal,
          // Stops after the first slice that is not the last.
          log: (line) => line.includes('of 40') && stop.abort(),
        })
        break
      } catch (error) {
        assert.ok(error instanceof MigrationAborted)
        broken++
      }
      if (broken > 5) assert.fail('it goes on where it was')
    }
    assert.deepEqual(await everyRow(db), written)
  },
)

onBothEngines(
  'direct messages have no tokens, and deleted texts have none any more',
  async (database) => {
    const db = await database.open()
    await migrate(db, { backup: false })
    await storeTexts(db, channels, [
      { text: 'swordfish', import_time_us: START_US, to: 9 },
      { text: 'swordfish for all', import_time_us: START_US + 1 },
      { text: 'another swordfish', import_time_us: START_US + 2 },
    ])
    const key = db.engine === 'sqlite' ? 'rowid' : 'packet_key'
    const keys = async () =>
      (await db.all<{ key: number }>(`select ${key} as key from text_search order by 1`)).map(
        (row) => row.key,
      )
    assert.deepEqual(await keys(), [2, 3])
    await deletePackets(db, [1, 2])
    assert.deepEqual(await keys(), [3])
    const left: number[] = []
    for await (const slice of textsWith(db, 'SWORD', {}, 'newest')) left.push(...slice)
    assert.deepEqual(left, [3])
  },
)
