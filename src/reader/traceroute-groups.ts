import type { Database } from '../db/open.js'
import { findNames, type NodeNames } from '../db/read/nodes.js'
import {
  findHops,
  findReplies,
  findRequests,
  type HopRow,
  type TraceroutePacketRow,
} from '../db/read/traceroutes.js'
import type { Hop } from '../mesh/traceroute.js'

/** A request and what came of it, as far as known; one of the two may be missing. */
export interface TracerouteGroup {
  request: TraceroutePacketRow | null
  replies: TraceroutePacketRow[]
  /** The node that asked, and the one it asked for. */
  from_node_id: number
  to_node_id: number
  import_time_us: number
  /** From the asking node; the way there as the reply tells it, else as far as it was followed. */
  towards: Hop[]
  back: Hop[]
  reached: boolean
}

/**
 * Joins the packets of a list into groups: a reply whose request is known is shown with the
 * request, wherever that stands. In the list of a node, which only holds packets that have it at
 * an end or on the way, the request may be missing: then the reply stands for both.
 */
export async function groupTraceroutes(
  db: Database,
  packets: readonly TraceroutePacketRow[],
  node_id: number | null = null,
): Promise<TracerouteGroup[]> {
  const asking = packets.filter((packet) => packet.request_id === null)
  const answered = packets.flatMap(({ request_id }) => (request_id === null ? [] : [request_id]))
  const [replies, requests] = await Promise.all([
    findReplies(
      db,
      asking.map((packet) => packet.id),
    ),
    findRequests(db, answered),
  ])
  const listed = await listedRequests(db, requests, node_id)
  const groups = packets.flatMap((packet): Pair[] => {
    if (packet.request_id === null) {
      return [{ request: packet, replies: replies.filter((reply) => isAnswer(packet, reply)) }]
    }
    const request = requests.find((each) => isAnswer(each, packet)) ?? null
    const isShownElsewhere = request !== null && listed.has(request.packet_key)
    return isShownElsewhere ? [] : [{ request, replies: [packet] }]
  })
  return withWays(db, groups)
}

/** Keys of the requests that are in the whole list, of which `packets` are one page. */
async function listedRequests(
  db: Database,
  requests: readonly TraceroutePacketRow[],
  node_id: number | null,
): Promise<Set<number>> {
  const keys = requests.map((request) => request.packet_key)
  if (node_id === null) return new Set(keys)
  const atAnEnd = requests.filter(
    (request) => request.from_node_id === node_id || request.to_node_id === node_id,
  )
  const onTheWay = (await findHops(db, keys)).filter((hop) => hop.node_id === node_id)
  return new Set([...atAnEnd, ...onTheWay].map((each) => each.packet_key))
}

/** The group that one packet belongs to. */
export async function groupOfTraceroute(
  db: Database,
  packet: TraceroutePacketRow,
): Promise<TracerouteGroup | undefined> {
  let request: TraceroutePacketRow | null = packet
  if (packet.request_id !== null) {
    const requests = await findRequests(db, [packet.request_id])
    request = requests.find((each) => isAnswer(each, packet)) ?? null
  }
  const pair =
    request === null
      ? { request, replies: [packet] }
      : { request, replies: (await findReplies(db, [request.id])).filter(answers(request)) }
  return (await withWays(db, [pair]))[0]
}

/** The names of every node of the groups. */
export function namesOf(
  db: Database,
  groups: readonly TracerouteGroup[],
): Promise<Map<number, NodeNames>> {
  return findNames(
    db,
    groups.flatMap((group) => [
      group.from_node_id,
      group.to_node_id,
      ...group.towards.map((hop) => hop.node_id),
      ...group.back.map((hop) => hop.node_id),
    ]),
  )
}

interface Pair {
  request: TraceroutePacketRow | null
  replies: TraceroutePacketRow[]
}

const answers = (request: TraceroutePacketRow) => (reply: TraceroutePacketRow) =>
  isAnswer(request, reply)

/** Packet ids are unique per sender only, so the ends have to fit as well. */
function isAnswer(request: TraceroutePacketRow, reply: TraceroutePacketRow): boolean {
  return (
    reply.request_id === request.id &&
    reply.from_node_id === request.to_node_id &&
    reply.to_node_id === request.from_node_id
  )
}

async function withWays(db: Database, pairs: readonly Pair[]): Promise<TracerouteGroup[]> {
  const keys = pairs.flatMap(({ request, replies }) =>
    [...(request === null ? [] : [request]), ...replies].map((packet) => packet.packet_key),
  )
  const hops = groupByKey(await findHops(db, keys))
  return pairs.flatMap((pair) => {
    const first = pair.request ?? pair.replies[0]
    return first === undefined ? [] : [withWay(pair, first, hops)]
  })
}

function withWay(
  { request, replies }: Pair,
  first: TraceroutePacketRow,
  hops: ReadonlyMap<number, HopRow[]>,
): TracerouteGroup {
  const isReply = request === null
  const ends = {
    from_node_id: isReply ? first.to_node_id : first.from_node_id,
    to_node_id: isReply ? first.from_node_id : first.to_node_id,
  }
  const told = replies.map((reply) => hops.get(reply.packet_key) ?? [])
  const asked = request === null ? [] : (hops.get(request.packet_key) ?? [])
  // What the target itself says of the way there counts more than what was overheard.
  const towards = best(
    told.map((way) => direction(way, 0)),
    ends.to_node_id,
  )
  return {
    request,
    replies,
    ...ends,
    import_time_us: first.import_time_us,
    towards: towards.length > 0 ? towards : withStart(direction(asked, 0), ends.from_node_id),
    back: best(
      told.map((way) => direction(way, 1)),
      ends.from_node_id,
    ),
    reached: replies.length > 0 || direction(asked, 0).at(-1)?.node_id === ends.to_node_id,
  }
}

function withStart(way: Hop[], from_node_id: number): Hop[] {
  return way.length > 0 ? way : [{ node_id: from_node_id, snr4: null }]
}

function direction(hops: readonly HopRow[], wanted: number): Hop[] {
  return hops
    .filter((hop) => hop.direction === wanted)
    .map(({ node_id, snr4 }) => ({ node_id, snr4 }))
}

/** The longest of those that reached their end, else of all. */
function best(ways: readonly Hop[][], end: number): Hop[] {
  const there = ways.filter((way) => way.at(-1)?.node_id === end)
  const of = there.length > 0 ? there : ways
  return of.reduce((longest, way) => (way.length > longest.length ? way : longest), [])
}

function groupByKey(rows: readonly HopRow[]): Map<number, HopRow[]> {
  const groups = new Map<number, HopRow[]>()
  for (const row of rows) {
    const group = groups.get(row.packet_key)
    if (group === undefined) groups.set(row.packet_key, [row])
    else group.push(row)
  }
  return groups
}
