import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import { toBoolean } from '../values.js'
import { breathe } from './breathe.js'
import { gatewayUplinks, KEYS_AT_ONCE, keysBefore } from './heard-keys.js'
import { keyRange } from './packet-keys.js'

/** What one gateway heard of a packet: of several copies the one with the fewest relays. */
export interface GatewayReception {
  packet_key: number
  from_node_id: number
  /** dBm; 0 = not measured. */
  rx_rssi: number
  /** dB × 4. */
  rx_snr4: number
  hop_limit: number
  /** 0 = unknown. */
  hop_start: number
  via_mqtt: boolean
}

/** Slices of receptions that are read of a gateway: a bound on the time it takes. */
const MOST_SLICES = 20

/** Packets of a gateway that are read at most. */
export const MOST_GATEWAY_PACKETS = MOST_SLICES * KEYS_AT_ONCE

export interface GatewayReceptions {
  /** Of a packet one, in no order. */
  receptions: GatewayReception[]
  /** The packet key down to which they are all there. */
  down_to: number
  /** The bound of what is read ended it before the time was reached. */
  isCut: boolean
}

/** The newest receptions of a gateway since a time. */
export async function findGatewayReceptions(
  db: Database,
  gateway_node_id: number,
  since_us: number,
): Promise<GatewayReceptions> {
  const range = await keyRange(db, { since_us })
  if (range === null) return { receptions: [], down_to: 0, isCut: false }
  const uplinks = await gatewayUplinks(db, gateway_node_id)
  const receptions: GatewayReception[] = []
  let { before_key } = range
  for (let slice = 0; slice < MOST_SLICES; slice++) {
    const keys = await keysBefore(db, uplinks, before_key)
    const wanted = keys.filter((key) => key > range.after_key)
    receptions.push(...(await receptionsOf(db, gateway_node_id, wanted)))
    const last = keys.at(-1)
    if (last === undefined || wanted.length < keys.length) {
      return { receptions, down_to: range.after_key + 1, isCut: false }
    }
    before_key = last
    await breathe()
  }
  return { receptions, down_to: before_key, isCut: true }
}

async function receptionsOf(
  db: Database,
  gateway_node_id: number,
  keys: readonly number[],
): Promise<GatewayReception[]> {
  const among = oneOf(db, 'r.packet_key', keys)
  const rows = await db.all<GatewayReception>(
    `select r.packet_key, p.from_node_id, r.rx_rssi, r.rx_snr4, r.hop_limit, r.hop_start, r.via_mqtt
      from reception r join packet p on p.packet_key = r.packet_key
      where ${among.sql}
        and r.uplink_id in (select uplink_id from uplink where gateway_node_id = ?)`,
    [among.list, gateway_node_id],
  )
  const best = new Map<number, GatewayReception>()
  for (const row of rows) {
    const known = best.get(row.packet_key)
    if (known === undefined || isBetter(row, known)) best.set(row.packet_key, row)
  }
  return [...best.values()].map((row) => ({ ...row, via_mqtt: toBoolean(row.via_mqtt) }))
}

/** Fewer relays, and with as many the stronger signal. */
function isBetter(one: GatewayReception, other: GatewayReception): boolean {
  const relays = (each: GatewayReception) => each.hop_start - each.hop_limit
  return (relays(one) - relays(other) || other.rx_snr4 - one.rx_snr4) < 0
}
