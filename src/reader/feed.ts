import type { PacketRow } from '../db/read/packets.js'

/** Tells listeners of packets that the writer has committed, oldest first. */
export interface Feed {
  /** Calls `listener` with each batch of new packets until the returned function is called. */
  subscribe(listener: (packets: readonly PacketRow[]) => void): () => void
}
