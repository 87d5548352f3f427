import { findNodeIds } from '../db/read/nodes.js'
import type { PacketRow } from '../db/read/packets.js'
import type { ReceptionRow } from '../db/read/receptions.js'
import { findRelayCandidates, MOST_GATEWAYS, type RelayCandidate } from '../db/read/relays.js'
import { hopsAway } from '../mesh/hops.js'
import { relayByte } from '../mesh/node-id.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'

/** A node that a gateway has not heard itself for so long is not likely to have been the relay. */
const LATELY_US = 7 * 86_400_000_000
/** A node that was first heard a moment ago has not relayed much. */
const REMEMBER_US = 60_000_000
/** Gateways and bytes whose nodes are remembered for so long: half a kilobyte each. */
const MOST_REMEMBERED = 2000
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
  const known = await findCandidates(context, [...toldBy].slice(0, MOST_BYTES))
  const since_us = packet.import_time_us - LATELY_US
  const candidates = new Map<string, RelayCandidate[]>()
  for (const [key, nodes] of known) {
    const fitting = nodes.filter(
      ({ node_id, last_seen_us }) => node_id !== packet.from_node_id && last_seen_us > since_us,
    )
    candidates.set(key, fitting.slice(0, MOST_SHOWN))
  }
  return candidates
}

/** The nodes that fit each byte and each of the gateways that told it, as of the last minute. */
async function findCandidates(
  context: ReaderContext,
  told: readonly [byte: number, gateways: ReadonlySet<number>][],
): Promise<Map<string, RelayCandidate[]>> {
  const { db, nowUs } = context
  const known = await remember(db, 'relays', nowUs(), REMEMBER_US, async () => {
    return new Map<string, RelayCandidate[]>()
  })
  if (known.size > MOST_REMEMBERED) known.clear()
  const nodes = await nodesByRelayByte(context)
  const found = new Map<string, RelayCandidate[]>()
  const finding = told.map(async ([relay_node, gateways]) => {
    const keyOf = (gateway_node_id: number) => relayKey({ gateway_node_id, relay_node })
    const unknown = [...gateways].slice(0, MOST_GATEWAYS).filter((gateway) => {
      const candidates = known.get(keyOf(gateway))
      if (candidates !== undefined) found.set(keyOf(gateway), candidates)
      return candidates === undefined
    })
    const rows = await findRelayCandidates(db, unknown, nodes.get(relay_node) ?? [])
    for (const gateway of unknown) {
      const heard = rows.filter(({ gateway_node_id }) => gateway_node_id === gateway)
      // One more than are shown: the sender may be among them.
      const last = heard.slice(0, MOST_SHOWN + 1)
      // Who is the first that fits is shown at once.
      if (last.length > 0) known.set(keyOf(gateway), last)
      found.set(keyOf(gateway), last)
    }
  })
  await Promise.all(finding)
  return found
}

/** All nodes by the byte that names them as a relay, as of the last minute. */
function nodesByRelayByte({ db, nowUs }: ReaderContext): Promise<Map<number, number[]>> {
  return remember(db, 'nodes by relay byte', nowUs(), REMEMBER_US, async () => {
    const groups = new Map<number, number[]>()
    for (const node_id of await findNodeIds(db)) {
      const byte = relayByte(node_id)
      const group = groups.get(byte)
      if (group === undefined) groups.set(byte, [node_id])
      else group.push(node_id)
    }
    return groups
  })
}
