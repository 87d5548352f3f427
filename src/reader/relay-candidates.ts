import { findNodeIds } from '../db/read/nodes.js'
import type { PacketRow } from '../db/read/packets.js'
import type { ReceptionRow } from '../db/read/receptions.js'
import { findRelayCandidates, type RelayCandidate } from '../db/read/relays.js'
import { hopsAway } from '../mesh/hops.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'

/** A node that a gateway has not heard itself for so long is not likely to have been the relay. */
const LATELY_US = 7 * 86_400_000_000
/** A node that was first heard a moment ago has not relayed much. */
const REMEMBER_US = 60_000_000
/** More relays of one packet than anybody reads about. */
const MOST_BYTES = 20
/** With more that fit, the digits say as much. */
const MOST_SHOWN = 3

type Told = Pick<ReceptionRow, 'gateway_node_id' | 'relay_node'>

/** Names a reception's gateway and the last byte of the relay that it heard. */
export function relayKey({ gateway_node_id, relay_node }: Told): string {
  return `${gateway_node_id} ${relay_node}`
}

/**
 * For each gateway and byte, the nodes that may have passed the packet on: inferred, not told. A
 * header names only the last byte of the relay's id, but a relay is a node that the gateway hears.
 */
export async function relaysOf(
  context: ReaderContext,
  packet: PacketRow,
  receptions: readonly ReceptionRow[],
): Promise<Map<string, RelayCandidate[]>> {
  const relayed = receptions.filter(
    (each) => each.relay_node !== 0 && hopsAway(each.hop_start, each.hop_limit) !== 0,
  )
  const toldBy = new Map<number, Set<number>>()
  for (const { gateway_node_id, relay_node } of relayed) {
    if (gateway_node_id === null) continue
    toldBy.set(relay_node, (toldBy.get(relay_node) ?? new Set()).add(gateway_node_id))
  }
  if (toldBy.size === 0) return new Map()
  const nodes = await nodesByLastByte(context)
  const since_us = packet.import_time_us - LATELY_US
  const candidates = new Map<string, RelayCandidate[]>()
  const found = await Promise.all(
    [...toldBy]
      .slice(0, MOST_BYTES)
      .map(([byte, gateways]) =>
        findRelayCandidates(context.db, [...gateways], nodes.get(byte) ?? [], since_us),
      ),
  )
  for (const each of found.flat()) {
    if (each.node_id === packet.from_node_id) continue
    const key = relayKey({ ...each, relay_node: each.node_id & 0xff })
    const known = candidates.get(key) ?? []
    if (known.length < MOST_SHOWN) candidates.set(key, [...known, each])
  }
  return candidates
}

/** All nodes by the last byte of their ids, as of the last minute. */
function nodesByLastByte({ db, nowUs }: ReaderContext): Promise<Map<number, number[]>> {
  return remember(db, 'nodes by last byte', nowUs(), REMEMBER_US, async () => {
    const groups = new Map<number, number[]>()
    for (const node_id of await findNodeIds(db)) {
      const group = groups.get(node_id & 0xff)
      if (group === undefined) groups.set(node_id & 0xff, [node_id])
      else group.push(node_id)
    }
    return groups
  })
}
