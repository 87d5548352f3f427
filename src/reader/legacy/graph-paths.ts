import type { Database } from '../../db/open.js'
import { findPacketsById } from '../../db/read/packets.js'
import { PORT } from '../../mesh/portnums.js'
import { UNKNOWN_HOP } from '../../mesh/traceroute.js'
import { findCounterparts, readCopies, type TracerouteCopy } from '../traceroute-copies.js'

/** The way that one copy took until a gateway uplinked it. */
export interface CopyPath {
  /** Keys of stops, first to last. */
  stops: string[]
  isReply: boolean
}

/** A node of the picture; hops that did not name themselves are one stop each. */
export interface Stop {
  key: string
  /** Null: a hop that did not name itself. */
  node_id: number | null
  /** Time from the first copy to the first that this node uplinked; null when it did not. */
  uplinked_after_us: number | null
  sawReply: boolean
}

/** What the picture of a traceroute shows. */
export interface TracerouteGraph {
  from_node_id: number
  to_node_id: number
  stops: Map<string, Stop>
  paths: CopyPath[]
}

/** More paths or stops than a picture can tell apart. */
const MOST_PATHS = 60
const MOST_STOPS = 200

/** The traceroute to which the packet with this id belongs; null when there is none. */
export async function findGraph(db: Database, id: number): Promise<TracerouteGraph | null> {
  const packets = await findPacketsById(db, id)
  const packet = packets.find((each) => each.portnum === PORT.TRACEROUTE)
  if (packet === undefined) return null
  const isReply = packet.request_id !== null
  const graph: TracerouteGraph = {
    from_node_id: isReply ? packet.to_node_id : packet.from_node_id,
    to_node_id: isReply ? packet.from_node_id : packet.to_node_id,
    stops: new Map(),
    paths: [],
  }
  const copies = await readCopies(db, packet)
  for (const other of await findCounterparts(db, packet)) {
    copies.push(...(await readCopies(db, other)))
  }
  copies.sort((a, b) => a.row.import_time_us - b.row.import_time_us)
  const first_us = copies[0]?.row.import_time_us ?? 0
  for (const copy of copies) addCopy(graph, copy, first_us)
  return graph
}

function addCopy(graph: TracerouteGraph, copy: TracerouteCopy, first_us: number): void {
  const { route, row } = copy
  // Only a reply tells of the way back.
  const isReply = row.done
  const gateway = row.gateway_node_id
  const own = isReply ? route.back : route.towards
  const ways = isReply ? [route.towards, route.back] : [route.towards]
  for (const way of ways) {
    const ids = way.map((hop) => hop.node_id)
    const uplink = way === own && gateway !== null && ids.at(-1) !== gateway ? [gateway] : []
    addPath(graph, [...ids, ...uplink], isReply && way === route.back)
  }
  if (gateway === null) return
  const stop = stopOf(graph, String(gateway), gateway)
  if (stop === undefined) return
  const after_us = row.import_time_us - first_us
  stop.uplinked_after_us = Math.min(stop.uplinked_after_us ?? after_us, after_us)
  stop.sawReply ||= isReply
}

/** A path that other copies took as well is drawn once. */
function addPath(graph: TracerouteGraph, ids: readonly number[], isReply: boolean): void {
  const stops: string[] = []
  for (const [index, node_id] of ids.entries()) {
    const unknown = node_id === UNKNOWN_HOP
    // Known by the one before it: who they are cannot be told.
    const key = unknown ? `${stops.at(-1) ?? ''}/${index}` : String(node_id)
    if (key === stops.at(-1)) continue
    if (stopOf(graph, key, unknown ? null : node_id) === undefined) return
    stops.push(key)
  }
  const same = graph.paths.some(
    (path) => path.isReply === isReply && path.stops.join() === stops.join(),
  )
  if (!same && stops.length > 0 && graph.paths.length < MOST_PATHS) {
    graph.paths.push({ stops, isReply })
  }
}

function stopOf(graph: TracerouteGraph, key: string, node_id: number | null): Stop | undefined {
  const known = graph.stops.get(key)
  if (known !== undefined || graph.stops.size >= MOST_STOPS) return known
  const stop = { key, node_id, uplinked_after_us: null, sawReply: false }
  graph.stops.set(key, stop)
  return stop
}
