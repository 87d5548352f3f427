import { findPacketsHeardBy, type HeardPackets } from '../db/read/heard-packets.js'
import { findPackets, type PacketFilter } from '../db/read/packets.js'
import type { ReaderContext } from './context.js'

/** Packets that fit, newest first; of a gateway those that it heard, directly or relayed. */
export async function searchPackets(
  { db }: ReaderContext,
  filter: PacketFilter,
  gateway: number | undefined,
): Promise<HeardPackets> {
  if (gateway !== undefined) return findPacketsHeardBy(db, gateway, filter)
  return { packets: await findPackets(db, filter, 'newest'), stopped_at: null }
}
