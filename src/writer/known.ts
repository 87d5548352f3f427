import type { Names } from '../db/ingest/names.js'
import type { RouteCopy } from '../db/ingest/routes.js'
import type { Database } from '../db/open.js'
import { secondsOf, toBoolean } from '../db/values.js'
import {
  findKnownPackets,
  findKnownReceptions,
  findKnownRoutes,
  type KnownPacketRow,
  type KnownRouteRow,
} from '../db/write/known.js'
import { decodeRouteDiscovery } from '../mesh/payloads/traceroute.js'
import { readRoute } from '../mesh/traceroute.js'

/** A packet that stands already (or is about to, in this batch), and who was heard to hear it. */
export interface Known {
  packet_key: number
  id: number
  from_node_id: number
  to_node_id: number
  portnum: number
  encrypted: boolean
  channel_id: number
  import_time_us: number
  /** Gateway number × 2^32 + rx_time of every reception: what makes another copy a duplicate. */
  heard: number[]
  /** The routes that the copies of a traceroute packet carried. */
  routes: RouteCopy[]
  /** The stored bytes of a packet so old that its id may have come round again; else null. */
  old: Uint8Array | null
}

/** Ids are partly random and come round again: past this age the bytes decide. */
const SAME_ID_WINDOW_US = 24 * 3600 * 1_000_000

/** Packets that one generation of the memory holds: those of five minutes on a large mesh, half a kilobyte each. */
const GENERATION = 4096

/**
 * The packets that copies may still arrive of. Two generations: the young one fills, becomes
 * the old one, and what was not asked for again until the next turn is forgotten. What is
 * forgotten is looked up in the database, a whole batch at a time.
 */
export class KnownPackets {
  #young = new Map<number, Known[]>()
  #old = new Map<number, Known[]>()

  find(from_node_id: number, id: number): Known | undefined {
    const known = this.#get(id)
    if (known === undefined) return undefined
    // Newest first: an id that came round again belongs to the newer packet.
    for (let index = known.length - 1; index >= 0; index--) {
      if (known[index]?.from_node_id === from_node_id) return known[index]
    }
    return undefined
  }

  add(packet: Known): void {
    const known = this.#get(packet.id)
    if (known) known.push(packet)
    else this.#put(packet.id, [packet])
  }

  /**
   * Reads from the database what it knows of these ids, unless they are in memory. Of a packet that
   * is older than a day its bytes are needed, and it may have been cleaned up meanwhile. Id 0 is
   * none: all map reports of a month may have it.
   */
  async load(db: Database, ids: Iterable<number>, names: Names, now_us: number): Promise<void> {
    const wanted = new Set<number>()
    for (const id of ids) if (id !== 0 && this.#isToBeRead(id, now_us)) wanted.add(id)
    if (wanted.size === 0) return
    for (const id of wanted) this.#put(id, [])
    const packets = new Map<number, Known>()
    for (const row of await findKnownPackets(db, [...wanted])) {
      const known = knownFromRow(row, now_us)
      packets.set(known.packet_key, known)
      this.add(known)
    }
    if (packets.size === 0) return
    const keys = [...packets.keys()]
    for (const row of await findKnownReceptions(db, keys)) {
      const packet = packets.get(row.packet_key)
      if (packet === undefined) continue
      const rx_time = (secondsOf(packet.import_time_us) + row.rx_delay_s) >>> 0
      packet.heard.push(heardKey(names.gatewayNumber(row.gateway_id), rx_time))
    }
    for (const row of await findKnownRoutes(db, keys)) {
      const packet = packets.get(row.packet_key)
      if (packet) packet.routes.push(...routeFromRow(packet, row))
    }
  }

  #isToBeRead(id: number, now_us: number): boolean {
    const known = this.#get(id)
    if (known === undefined) return true
    for (const packet of known) if (mayBeAnother(packet, now_us)) return true
    return false
  }

  #get(id: number): Known[] | undefined {
    const young = this.#young.get(id)
    if (young !== undefined) return young
    const old = this.#old.get(id)
    if (old !== undefined) this.#put(id, old)
    return old
  }

  #put(id: number, known: Known[]): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(id, known)
  }
}

/** One number for a gateway and the time at which it heard a packet (seconds, 32 bits). */
export function heardKey(gateway: number, rx_time: number): number {
  return gateway * 0x1_0000_0000 + rx_time
}

/** Whether the id may have come round again; also where the clock was a day ahead once. */
function mayBeAnother(packet: { import_time_us: number }, now_us: number): boolean {
  return Math.abs(now_us - packet.import_time_us) > SAME_ID_WINDOW_US
}

function knownFromRow(row: KnownPacketRow, now_us: number): Known {
  const { data, ...packet } = row
  return { ...packet, heard: [], routes: [], old: mayBeAnother(row, now_us) ? data : null }
}

/** The route of a stored copy; none where its bytes say nothing. */
function routeFromRow(packet: Known, row: KnownRouteRow): RouteCopy[] {
  const header = {
    from: packet.from_node_id,
    to: packet.to_node_id,
    request_id: row.done ? packet.id : 0,
  }
  try {
    const route = readRoute(header, decodeRouteDiscovery(row.route))
    return [{ ...route, isRadio: toBoolean(row.is_radio) }]
  } catch {
    return []
  }
}
