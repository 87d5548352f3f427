import type { FastifyInstance } from 'fastify'
import { breathe } from '../../db/read/breathe.js'
import {
  findListedPackets,
  findPacketsById,
  type ListedPacket,
  type PacketFilter,
  type PacketOrder,
} from '../../db/read/packets.js'
import { PORT } from '../../mesh/portnums.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { isRangeTest, itemOf, packetItem } from './packet-item.js'
import {
  beforeOf,
  integerOf,
  isPortnum,
  limitOf,
  nodeIdOf,
  parseInteger,
  strictIntegerOf,
  textOf,
} from './params.js'
import { packetsAnswer, packetsQuery } from './schemas-mesh.js'

/** `GET /api/packets`: packets by arrival, the newest first unless `order=asc`. */
export function packetsEndpoint(app: FastifyInstance, context: ReaderContext): void {
  app.get(
    '/api/packets',
    {
      schema: {
        summary: 'Packets',
        tags: ['packets'],
        querystring: packetsQuery,
        response: { 200: packetsAnswer },
      },
      config: { failure: 'Failed to fetch packets' },
    },
    async (request) => {
      const id = strictIntegerOf(request.query, 'packet_id', 'Invalid packet_id format')
      if (id !== undefined) {
        const from_node_id = nodeFilterOf(request.query, 'from_node_id')
        const packets = await findPacketsById(context.db, id)
        const wanted = packets.filter(
          (packet) => from_node_id === undefined || packet.from_node_id === from_node_id,
        )
        return { packets: wanted.map(itemOf) }
      }
      const order = textOf(request.query, 'order') === 'asc' ? 'oldest' : 'newest'
      const filter = readFilter(request.query)
      const { packets, next } = await collect(context, filter, order)
      return await answer(packets, next, order)
    },
  )
}

function readFilter(query: unknown): PacketFilter {
  const ports = portsOf(textOf(query, 'portnum'))
  return {
    ...beforeOf(query),
    after_key: integerOf(query, 'after'),
    since_us: integerOf(query, 'since'),
    portnums: ports,
    channel: textOf(query, 'channel'),
    contains: textOf(query, 'contains'),
    node_id: nodeFilterOf(query, 'node_id'),
    from_node_id: nodeFilterOf(query, 'from_node_id'),
    to_node_id: nodeFilterOf(query, 'to_node_id'),
    limit: limitOf(query, 50, 1000),
  }
}

/** A filter that cannot be read must not answer with the packets of the whole mesh. */
export function nodeFilterOf(query: unknown, name: string): number | undefined {
  return nodeIdOf(query, name, `${name} must be a node id: decimal, 0x… or !…`)
}

const MOST_PORTS = 16
/** Reads of one answer: a channel full of range tests shall not occupy the reader. */
const MOST_ROUNDS = 20

/** One port or several with commas between; undefined (no filter) when none of them is a number. */
export function portsOf(text: string | undefined): number[] | undefined {
  const ports = (text ?? '').split(',').map((part) => parseInteger(part.trim()))
  const known = ports.filter((port) => port !== undefined)
  if (known.length > MOST_PORTS) {
    throw new HttpError(400, `portnum may name ${MOST_PORTS} ports at most`)
  }
  return known.length === 0 ? undefined : known.filter(isPortnum)
}

/**
 * Packets that fit, and the key from which there may be more, null where there are none. Range tests
 * ("seq 12") are no messages and left out of lists of texts; that is done before the limit counts, so
 * such a list is as long as asked: unless there are so many of them that the search has its bound,
 * and goes on with the next question.
 */
async function collect(
  context: ReaderContext,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<{ packets: ListedPacket[]; next: number | null }> {
  const textsOnly = filter.portnums?.length === 1 && filter.portnums[0] === PORT.TEXT_MESSAGE
  const wanted = filter.limit + 1
  const packets: ListedPacket[] = []
  let rest: PacketFilter = { ...filter, limit: wanted }
  let next: number | null = null
  for (let round = 0; round < MOST_ROUNDS && packets.length < wanted; round++) {
    const rows = await findListedPackets(context.db, rest, order)
    packets.push(...(textsOnly ? rows.filter((packet) => !isRangeTest(packet)) : rows))
    next = rows.length < wanted ? null : (rows.at(-1)?.packet_key ?? null)
    if (next === null) break
    rest = order === 'newest' ? { ...rest, before_key: next } : { ...rest, after_key: next }
  }
  const shown = packets.slice(0, filter.limit)
  const isCut = packets.length > filter.limit
  return { packets: shown, next: isCut ? (shown.at(-1)?.packet_key ?? null) : next }
}

/** So many that others wait some milliseconds for them. */
const SLICE = 100

async function answer(packets: readonly ListedPacket[], next: number | null, order: PacketOrder) {
  const items: ReturnType<typeof packetItem>[] = []
  for (let from = 0; from < packets.length; from += SLICE) {
    if (from > 0) await breathe()
    items.push(...packets.slice(from, from + SLICE).map(packetItem))
  }
  const times = packets.map((packet) => packet.import_time_us)
  return {
    packets: items,
    ...(times.length > 0 && { latest_import_time: times.reduce((a, b) => Math.max(a, b)) }),
    ...(next !== null && order === 'newest' && { next_before: next }),
    ...(next !== null && order === 'oldest' && { next_after: next }),
  }
}
