// Port numbers, their names and what people call them. Browser safe: no descriptors needed.

export interface Port {
  portnum: number
  /** As in portnums.proto: `TEXT_MESSAGE_APP`. */
  name: string
  /** As shown to people: `Text`. */
  label: string
  /** Key of its colour: a class name without its prefix. */
  color: string
}

/** Port numbers of payload types that are used by name in the code. */
export const PORT = {
  UNKNOWN: 0,
  TEXT_MESSAGE: 1,
  REMOTE_HARDWARE: 2,
  POSITION: 3,
  NODEINFO: 4,
  ROUTING: 5,
  ADMIN: 6,
  TEXT_MESSAGE_COMPRESSED: 7,
  WAYPOINT: 8,
  AUDIO: 9,
  DETECTION_SENSOR: 10,
  ALERT: 11,
  KEY_VERIFICATION: 12,
  REPLY: 32,
  PAXCOUNTER: 34,
  STORE_FORWARD_PLUSPLUS: 35,
  NODE_STATUS: 36,
  STORE_FORWARD: 65,
  RANGE_TEST: 66,
  TELEMETRY: 67,
  TRACEROUTE: 70,
  NEIGHBORINFO: 71,
  ATAK_PLUGIN: 72,
  MAP_REPORT: 73,
  POWERSTRESS: 74,
} as const

function port(portnum: number, name: string, label: string, color: string): Port {
  return { portnum, name, label, color }
}

/** Every assigned port, in numerical order. 0 also stands for packets that cannot be decrypted. */
export const PORTS: readonly Port[] = [
  port(0, 'UNKNOWN_APP', 'Unknown', 'unknown'),
  port(1, 'TEXT_MESSAGE_APP', 'Text', 'text'),
  port(2, 'REMOTE_HARDWARE_APP', 'Remote Hardware', 'hardware'),
  port(3, 'POSITION_APP', 'Position', 'position'),
  port(4, 'NODEINFO_APP', 'Node Info', 'nodeinfo'),
  port(5, 'ROUTING_APP', 'Routing', 'routing'),
  port(6, 'ADMIN_APP', 'Admin', 'admin'),
  port(7, 'TEXT_MESSAGE_COMPRESSED_APP', 'Text (compressed)', 'text'),
  port(8, 'WAYPOINT_APP', 'Waypoint', 'waypoint'),
  port(9, 'AUDIO_APP', 'Audio', 'data'),
  port(10, 'DETECTION_SENSOR_APP', 'Detection Sensor', 'sensor'),
  port(11, 'ALERT_APP', 'Alert', 'alert'),
  port(12, 'KEY_VERIFICATION_APP', 'Key Verification', 'admin'),
  port(32, 'REPLY_APP', 'Reply', 'data'),
  port(33, 'IP_TUNNEL_APP', 'IP Tunnel', 'data'),
  port(34, 'PAXCOUNTER_APP', 'Paxcounter', 'sensor'),
  port(35, 'STORE_FORWARD_PLUSPLUS_APP', 'Store Forward++', 'store'),
  port(36, 'NODE_STATUS_APP', 'Node Status', 'nodeinfo'),
  port(64, 'SERIAL_APP', 'Serial', 'data'),
  port(65, 'STORE_FORWARD_APP', 'Store & Forward', 'store'),
  port(66, 'RANGE_TEST_APP', 'Range Test', 'test'),
  port(67, 'TELEMETRY_APP', 'Telemetry', 'telemetry'),
  port(68, 'ZPS_APP', 'ZPS', 'position'),
  port(69, 'SIMULATOR_APP', 'Simulator', 'test'),
  port(70, 'TRACEROUTE_APP', 'Traceroute', 'traceroute'),
  port(71, 'NEIGHBORINFO_APP', 'Neighbor Info', 'neighbor'),
  port(72, 'ATAK_PLUGIN', 'ATAK', 'atak'),
  port(73, 'MAP_REPORT_APP', 'Map Report', 'map'),
  port(74, 'POWERSTRESS_APP', 'Power Stress', 'test'),
  port(76, 'RETICULUM_TUNNEL_APP', 'Reticulum Tunnel', 'data'),
  port(77, 'CAYENNE_APP', 'Cayenne', 'telemetry'),
  port(256, 'PRIVATE_APP', 'Private', 'private'),
  port(257, 'ATAK_FORWARDER', 'ATAK Forwarder', 'atak'),
]

const byNumber = new Map(PORTS.map((each) => [each.portnum, each]))

/** The highest port number there can be (`MAX` in portnums.proto). */
export const MAX_PORTNUM = 511

/** The .proto name of a port, or `PORT_<n>`. */
export function portnumName(portnum: number): string {
  return byNumber.get(portnum)?.name ?? `PORT_${portnum}`
}

/** What people call a port, or `Port n`. */
export function portnumLabel(portnum: number): string {
  return byNumber.get(portnum)?.label ?? `Port ${portnum}`
}

/** The key of a port's colour; `other` for ports without a name. */
export function portnumColor(portnum: number): string {
  return byNumber.get(portnum)?.color ?? 'other'
}

/** True for assigned ports and for the range that anybody may use for private applications. */
export function isKnownPortnum(portnum: number): boolean {
  return byNumber.has(portnum) || (portnum >= 256 && portnum <= MAX_PORTNUM)
}
