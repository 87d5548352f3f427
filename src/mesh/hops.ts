// What a packet's header says about its way. Browser safe.

/**
 * How many times a packet was relayed before the gateway heard it: `hop_start − hop_limit`.
 * `null` when unknown: firmware before 2.3 sends hop_start 0, and a hop_start below hop_limit is
 * no count.
 */
export function hopsAway(hop_start: number, hop_limit: number): number | null {
  if (hop_start <= 0 || hop_start < hop_limit) return null
  return hop_start - hop_limit
}

/**
 * True when a gateway heard a packet from its sender by radio, with nobody in between: proof of a
 * link in that direction.
 */
export function isDirectReception(
  packet: { from: number; hop_start: number; hop_limit: number; via_mqtt: boolean },
  gateway_node_id: number | null,
): boolean {
  return (
    gateway_node_id !== null &&
    gateway_node_id !== packet.from &&
    !packet.via_mqtt &&
    hopsAway(packet.hop_start, packet.hop_limit) === 0
  )
}
