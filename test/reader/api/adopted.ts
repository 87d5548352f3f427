import type { TestContext } from 'node:test'
import type { Database } from '../../../src/db/open.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { outgoingType } from '../../../src/mesh/proto.js'
import { migrate } from '../../../src/migrate/index.js'
import { type Content, fill, makeSchema, type Row, shapeOf } from '../../adopt/original.js'
import { makeTraffic } from '../../adopt/traffic.js'
import { sqliteDatabase, type TestDatabase } from '../../migrate/databases.js'
import { setSite } from './site.js'

export type Item = Record<string, unknown>

export interface Pair {
  /** The tables of 3.x, untouched. */
  original: Database
  get(url: string): Promise<Item>
  /** Status and body. */
  ask(url: string): Promise<{ status: number; body: unknown }>
  /** Microseconds UTC, as the reader sees it. */
  now_us: number
}

const SHAPE = shapeOf('4f1d2a9c8b71')
const traffic = { packets: 400, receptions: 5, nodes: 30, gateways: 8, traceroutes: 0.2 }

/** The same rows twice: as they were, and adopted, with the clock at the newest of them. */
export async function adopt(
  database: TestDatabase,
  t: TestContext,
  options: { ini?: string } = {},
): Promise<Pair> {
  const content = makeTraffic(traffic)
  for (const packet of content.packet) rememberAs3x(content, packet)
  const newest = content.packet.reduce((us, row) => Math.max(us, Number(row.import_time_us)), 0)
  const original = await (await sqliteDatabase(t)).open()
  const adopted = await database.open()
  for (const db of [original, adopted]) {
    await makeSchema(db, SHAPE)
    await fill(db, SHAPE, content)
  }
  await migrate(adopted, { backup: false })
  const { get, setNow } = await setSite(database, t, options)
  const now_us = newest + 1
  setNow(now_us)
  return { original, ask: get, get: async (url) => (await get(url)).body as Item, now_us }
}

/** 3.x had written what a packet tells of its sender into the node's row. */
function rememberAs3x(content: Content, { portnum, from_node_id, payload, channel }: Row): void {
  const node = content.node.find((row) => row.node_id === from_node_id)
  const { decoded } = outgoingType('MeshPacket').decode(payload as Buffer) as unknown as {
    decoded: { payload: Buffer }
  }
  if (node === undefined || decoded === null) return
  if (portnum === PORT.NODEINFO) {
    const user = outgoingType('User').decode(decoded.payload) as unknown as Item
    node.channel = channel ?? null
    node.long_name = String(user.long_name)
    node.short_name = String(user.short_name)
  }
  if (portnum === PORT.POSITION) {
    const position = outgoingType('Position').decode(decoded.payload) as unknown as Item
    node.last_lat = Number(position.latitude_i)
    node.last_long = Number(position.longitude_i)
  }
}

/** The keys of `wanted` in every item, so that new keys do not matter. */
export function like(items: unknown, wanted: readonly Item[]): Item[] {
  const keys = Object.keys(wanted[0] ?? {})
  return (items as Item[]).map((item) => Object.fromEntries(keys.map((key) => [key, item[key]])))
}

export function by(items: readonly Item[], key: string): Item[] {
  return [...items].sort((a, b) => Number(a[key]) - Number(b[key]))
}
