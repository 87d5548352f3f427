import type { Database } from '../db/open.js'
import type { PacketRow } from '../db/read/packets.js'
import type { ReceptionRow } from '../db/read/receptions.js'
import { findRelayCandidates, type RelayCandidate } from '../db/read/relays.js'
import { hopsAway } from '../mesh/hops.js'

/** A node that a gateway has not heard itself for so long is not likely to have been the relay. */
const LATELY_US = 7 * 86_400_000_000
/** With more that fit, the digits say as much. */
const MOST_SHOWN = 3

type Told = Pick<ReceptionRow, 'gateway_node_id' | 'relay_node'>

/** Names a reception's gateway and the last byte of the relay that it heard. */
export function relayKey({ gateway_node_id, relay_node }: Told): string {
  return `${gateway_node_id} ${relay_node}`
}

/** For each gateway and byte, the nodes that may have passed the packet on: inferred, not told. */
export async function relaysOf(
  db: Database,
  packet: PacketRow,
  receptions: readonly ReceptionRow[],
): Promise<Map<string, RelayCandidate[]>> {
  const relayed = receptions.filter(
    (each) => each.relay_node !== 0 && hopsAway(each.hop_start, each.hop_limit) !== 0,
  )
  const gateways = new Set(relayed.flatMap(({ gateway_node_id }) => gateway_node_id ?? []))
  const bytes = new Set(relayed.map(({ relay_node }) => relay_node))
  const since_us = packet.import_time_us - LATELY_US
  const candidates = new Map<string, RelayCandidate[]>()
  for (const each of await findRelayCandidates(db, [...gateways], [...bytes], since_us)) {
    if (each.node_id === packet.from_node_id) continue
    const key = relayKey({ ...each, relay_node: each.node_id & 0xff })
    const known = candidates.get(key) ?? []
    if (known.length < MOST_SHOWN) candidates.set(key, [...known, each])
  }
  return candidates
}
