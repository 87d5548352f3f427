import { MAX_PORTNUM } from '../portnums.js'
import { atak } from './atak.js'
import { mapReport } from './map-report.js'
import { admin, audio, compressedText } from './named.js'
import { neighborInfo } from './neighbor-info.js'
import {
  keyVerification,
  nodeStatus,
  powerStress,
  remoteHardware,
  storeForwardPlusPlus,
} from './others.js'
import { paxcounter } from './paxcounter.js'
import { position } from './position.js'
import { routing } from './routing.js'
import { storeForward } from './store-forward.js'
import { telemetry } from './telemetry.js'
import { alert, detectionSensor, rangeTest, reply, textMessage } from './text.js'
import { traceroute } from './traceroute.js'
import type { PayloadType } from './type.js'
import { nodeInfo } from './user.js'
import { waypoint } from './waypoint.js'

export type { Field } from '../fields.js'
export { decodeMapReport, type MapReport } from './map-report.js'
export { decodeNeighborInfo, type Neighbor, type NeighborInfo } from './neighbor-info.js'
export type { Paxcount } from './paxcounter.js'
export { decodePosition, type Position, precisionRadius, validPosition } from './position.js'
export { decodeRouting, type Routing } from './routing.js'
export type { Say } from './say.js'
export type { StoreForward } from './store-forward.js'
export {
  decodeTelemetry,
  type Metrics,
  TELEMETRY_KINDS,
  type Telemetry,
  type TelemetryKind,
  telemetryKindOf,
  telemetryMetrics,
  telemetryVariant,
} from './telemetry.js'
export { decodeText } from './text.js'
export { decodeRouteDiscovery, type RouteDiscovery } from './traceroute.js'
export type { PayloadType } from './type.js'
export { decodeUser, type User } from './user.js'
export { decodeWaypoint, type Waypoint } from './waypoint.js'

/** Every payload type there is. A new one is a file of its own and a line here. */
const TYPES: readonly PayloadType<unknown>[] = [
  textMessage,
  remoteHardware,
  position,
  nodeInfo,
  routing,
  admin,
  compressedText,
  waypoint,
  audio,
  detectionSensor,
  alert,
  keyVerification,
  reply,
  paxcounter,
  storeForwardPlusPlus,
  nodeStatus,
  storeForward,
  rangeTest,
  telemetry,
  traceroute,
  neighborInfo,
  atak,
  mapReport,
  powerStress,
]

const byPort: (PayloadType<unknown> | undefined)[] = Array.from({ length: MAX_PORTNUM + 1 })
for (const type of TYPES) byPort[type.portnum] = type

/** The payload type of a port, `undefined` when there is none. */
export function payloadType(portnum: number): PayloadType<unknown> | undefined {
  return byPort[portnum]
}

/** Every payload type, for menus and tests. */
export function payloadTypes(): PayloadType<unknown>[] {
  return byPort.filter((type) => type !== undefined)
}

/**
 * Decodes a payload; the bytes themselves when the port has no payload type.
 *
 * @throws MeshFault `bad-payload`, `payload-too-long`
 */
export function decodePayload(portnum: number, payload: Uint8Array): unknown {
  const type = byPort[portnum]
  return type === undefined ? payload : type.decode(payload)
}
