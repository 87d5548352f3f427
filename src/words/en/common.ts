/** Words of parts that many pages have. */
export const common = {
  show: 'Show',
  clear: 'Clear',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  newer: 'Newer',
  older: 'Older',
  csv: 'CSV',
  yes: 'yes',
  no: 'no',
  none: 'none',
  empty: 'empty',
  externalPower: 'external power',
  longerTime: 'Show a longer time',
  any: 'Any',
} as const

/** Nodes, channels and packets by name. */
export const names = {
  everyone: 'everyone',
  mqttOnly: 'MQTT only',
  mqttOnlyTitle: 'Everyone who is not reached by radio',
  encrypted: 'Encrypted',
  port: 'Port {number}',
} as const

/** A list that grows by itself. */
export const live = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  reconnecting: 'Reconnecting',
  pause: 'Pause',
  waiting: {
    one: '{count} new',
    other: '{count} new',
  },
  manyWaiting: 'Many new: load them',
} as const

/** A table of packets. */
export const packetRow = {
  time: 'Time',
  from: 'From',
  to: 'To',
  type: 'Type',
  says: 'What it says',
  channel: 'Channel',
  heardBy: 'Heard by',
  heardByTitle: 'Gateways that heard it',
  packet: 'Packet',
  gatewaysShort: 'gw',
  soFar: 'So far; the packet page counts on',
  noId: 'no id',
  fields: 'fields',
} as const

/** What people call Meshtastic's ports, by their number. */
export const ports = {
  0: 'Unknown',
  1: 'Text',
  2: 'Remote Hardware',
  3: 'Position',
  4: 'Node Info',
  5: 'Routing',
  6: 'Admin',
  7: 'Text (compressed)',
  8: 'Waypoint',
  9: 'Audio',
  10: 'Detection Sensor',
  11: 'Alert',
  12: 'Key Verification',
  32: 'Reply',
  33: 'IP Tunnel',
  34: 'Paxcounter',
  35: 'Store Forward++',
  36: 'Node Status',
  64: 'Serial',
  65: 'Store & Forward',
  66: 'Range Test',
  67: 'Telemetry',
  68: 'ZPS',
  69: 'Simulator',
  70: 'Traceroute',
  71: 'Neighbor Info',
  72: 'ATAK',
  73: 'Map Report',
  74: 'Power Stress',
  76: 'Reticulum Tunnel',
  77: 'Cayenne',
  256: 'Private',
  257: 'ATAK Forwarder',
} as const
