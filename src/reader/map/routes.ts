import type { FastifyInstance } from 'fastify'
import { findNode } from '../../db/read/nodes.js'
import type { PacketRow } from '../../db/read/packets.js'
import { findPositions } from '../../db/read/positions.js'
import { BROADCAST, parseNodeId } from '../../mesh/node-id.js'
import { portHue } from '../../mesh/palette.js'
import { PORT } from '../../mesh/portnums.js'
import { cleanName } from '../../mesh/text.js'
import type { Speech } from '../../words/languages.js'
import { tagWeakly } from '../api/etag.js'
import { portLabel } from '../components/names.js'
import type { ReaderContext } from '../context.js'
import { isRangeTestText } from '../conversations.js'
import { encode } from '../encode.js'
import { HttpError } from '../errors.js'
import { speechOf } from '../language.js'
import { registerLive } from '../live.js'
import { siteOf } from '../page.js'
import { readPayload } from '../payload.js'
import type { Pulse } from '../pulse.js'
import type { Streams } from '../sse.js'
import { findMapCard, renderMapCard } from './card.js'
import { findMapData, mapNode, windowNamed } from './data.js'
import type { MapNews, Trail } from './format.js'
import { findHeat, measureNamed } from './heat.js'
import { registerTileArchive } from './tile-archive.js'

/** Points of a trail at most: the newest ones. */
const MOST_TRAIL = 500
/** Code points of a message that stand beside a node: what is longer is in the chat. */
const MOST_SAID = 120
/** Several visitors who come together share one reading of the database. */
const SHARED_MS = 2000

/**
 * What the drawings of map and graph are made of: `/map/data.json` (nodes and links),
 * `/map/node/{id}` (the card of one node, HTML), `/map/trail/{id}`, `/map/heat.json`, `/live/map`
 * (Server-Sent Events of {@link MapNews}), and tiles of an archive on this machine.
 */
export async function registerMap(
  app: FastifyInstance,
  context: ReaderContext,
  streams: Streams,
  pulse: Pulse,
): Promise<void> {
  const { map, graphs } = context.config.site
  if (map || graphs) {
    await app.register(async (json) => registerData(json, context))
    registerCard(app, context)
    registerNews(app, context, streams, pulse)
  }
  if (map) await registerTileArchive(app, context)
}

function registerData(app: FastifyInstance, context: ReaderContext): void {
  tagWeakly(app)
  const data = shared((window) => findMapData(context, window))
  app.get('/map/data.json', { schema: { hide: true } }, async ({ query }, reply) => {
    const { active } = query as { active?: unknown }
    reply.type('application/json; charset=utf-8')
    return await data(windowNamed(active))
  })

  const heat = shared((key) => {
    const [by, active] = key.split(' ')
    return findHeat(context, { by, active })
  })
  app.get('/map/heat.json', { schema: { hide: true } }, async ({ query }, reply) => {
    const { by, active } = query as { by?: unknown; active?: unknown }
    reply.type('application/json; charset=utf-8')
    return await heat(`${measureNamed(by)} ${windowNamed(active)}`)
  })

  app.get('/map/trail/:id', { schema: { hide: true } }, async ({ params }) => {
    const node_id = nodeIn(params)
    const positions = await findPositions(context.db, node_id, MOST_TRAIL)
    const trail: Trail = positions
      .reverse()
      .map(({ latitude_i, longitude_i, import_time_us }) => [
        latitude_i,
        longitude_i,
        Math.floor(import_time_us / 1_000_000),
      ])
    return trail
  })
}

function registerCard(app: FastifyInstance, context: ReaderContext): void {
  app.get('/map/node/:id', { schema: { hide: true } }, async ({ params, headers }, reply) => {
    const card = await findMapCard(context, nodeIn(params))
    if (card === null) throw new HttpError(404, 'Node not found')
    const speech = speechOf(context, headers)
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    return renderMapCard(siteOf(context, speech), card)
  })
}

function registerNews(
  app: FastifyInstance,
  context: ReaderContext,
  streams: Streams,
  pulse: Pulse,
): void {
  registerLive(app, context, streams, '/live/map', {
    event: 'row',
    pulse,
    schema: { hide: true },
    filter: () => null,
    accepts: () => true,
    data: (packet, speech) => newsOf(packet, context, speech),
  })
}

async function newsOf(packet: PacketRow, { db }: ReaderContext, speech: Speech): Promise<MapNews> {
  const { words } = speech
  const node = await findNode(db, packet.from_node_id)
  return {
    node: node === undefined ? null : mapNode(node),
    packet: {
      key: packet.packet_key,
      id: packet.id,
      from_node_id: packet.from_node_id,
      to_node_id: packet.to_node_id,
      label: packet.encrypted ? words.names.encrypted : portLabel(packet.portnum, words),
      hue: portHue(packet.portnum),
      text: saidToAll(packet, speech),
      isWaypoint: packet.portnum === PORT.WAYPOINT,
    },
  }
}

/** Words for everybody, on one line; those to one node are nobody else's business. */
function saidToAll(packet: PacketRow, speech: Speech): string {
  if (packet.portnum !== PORT.TEXT_MESSAGE || packet.to_node_id !== BROADCAST) return ''
  const { summary, note } = readPayload(packet, speech)
  return note !== null || isRangeTestText(summary) ? '' : cleanName(summary, MOST_SAID)
}

function nodeIn(params: unknown): number {
  const node_id = parseNodeId((params as { id: string }).id)
  if (node_id === null) throw new HttpError(400, 'Invalid node id')
  return node_id
}

/** JSON of what `find` answers for a key, kept for a moment, and with it what is compressed of it. */
function shared(find: (key: string) => Promise<unknown>): (key: string) => Promise<Buffer> {
  const kept = new Map<string, { json: Promise<Buffer>; until: number }>()
  return (key) => {
    const now = Date.now()
    const known = kept.get(key)
    if (known !== undefined && known.until > now) return known.json
    for (const [old, { until }] of kept) if (until <= now) kept.delete(old)
    const json = find(key).then((found) => encode(JSON.stringify(found)))
    // A failure is not kept.
    json.catch(() => kept.delete(key))
    kept.set(key, { json, until: now + SHARED_MS })
    return json
  }
}
