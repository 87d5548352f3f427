import { PORT } from '../portnums.js'
import type { RouteDiscovery } from './traceroute.js'
import { messagePayload } from './type.js'

/** An acknowledgement or its opposite (`Routing` in mesh.proto); one of the three is not `null`. */
export interface Routing {
  route_request: RouteDiscovery | null
  route_reply: RouteDiscovery | null
  /** `NONE` = acknowledged; else why not: `MAX_RETRANSMIT`, `NO_CHANNEL`, … */
  error_reason: string | null
}

export const routing = messagePayload<Routing>({
  portnum: PORT.ROUTING,
  message: 'Routing',
  read: (plain) => plain as unknown as Routing,
  summary(value, say) {
    if (value.route_request !== null) return say.routeRequest
    if (value.route_reply !== null) return say.routeReply
    // An acknowledgement is an empty message or one that says NONE.
    if (value.error_reason === null || value.error_reason === 'NONE') return say.acknowledged
    return say.failed(value.error_reason)
  },
})

/** @throws MeshFault */
export function decodeRouting(payload: Uint8Array): Routing {
  return routing.decode(payload)
}
