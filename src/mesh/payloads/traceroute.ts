import { formatNodeId } from '../node-id.js'
import { PORT } from '../portnums.js'
import { messagePayload } from './type.js'

/** A traceroute on its way (`RouteDiscovery` in mesh.proto). See ../traceroute.ts for its sense. */
export interface RouteDiscovery {
  /** Nodes between the requester and the target. */
  route: number[]
  /** dB × 4 at which each node, and last the target, heard the one before; −128 = unknown. */
  snr_towards: number[]
  /** Nodes between the target and the requester on the way back. */
  route_back: number[]
  snr_back: number[]
}

export const traceroute = messagePayload<RouteDiscovery>({
  portnum: PORT.TRACEROUTE,
  message: 'RouteDiscovery',
  read: (plain) => plain as unknown as RouteDiscovery,
  summary(value, say) {
    const path = value.route.slice(0, 8).map(formatNodeId).join(' → ')
    const rest = value.route.length > 8 ? ' → …' : ''
    return value.route.length === 0 ? say.direct : say.via(path + rest)
  },
})

/** @throws MeshFault */
export function decodeRouteDiscovery(payload: Uint8Array): RouteDiscovery {
  return traceroute.decode(payload)
}
