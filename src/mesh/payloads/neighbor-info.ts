import { PORT } from '../portnums.js'
import { messagePayload } from './type.js'

/** A node that another one hears directly (`Neighbor` in mesh.proto). */
export interface Neighbor {
  node_id: number
  /** dB; `null` when it was no number. */
  snr: number | null
  /** Unix seconds; 0 in what is sent over the air. */
  last_rx_time: number
  node_broadcast_interval_secs: number
}

/** Whom a node hears directly (`NeighborInfo` in mesh.proto). */
export interface NeighborInfo {
  node_id: number
  last_sent_by_id: number
  node_broadcast_interval_secs: number
  neighbors: Neighbor[]
}

export const neighborInfo = messagePayload<NeighborInfo>({
  portnum: PORT.NEIGHBORINFO,
  message: 'NeighborInfo',
  read: (plain) => plain as unknown as NeighborInfo,
  summary: ({ neighbors }, say) => say.neighbours(neighbors.length),
})

/** @throws MeshFault */
export function decodeNeighborInfo(payload: Uint8Array): NeighborInfo {
  return neighborInfo.decode(payload)
}
