/** One node. */
export const node = {
  lastHeard: 'last heard {ago}',
  gateway: 'Gateway',
  mapLabel:
    'The node, whom it hears and who hears it without a relay, and where it has been; tables tell the same',
  heardBy: 'Heard directly by',
  hears: 'Hears directly',
  reports: 'Reports as neighbours',
  traceroutes: 'Traceroutes',
  allTraceroutes: 'all with this node',
  packets: 'Packets from and to it',
  watchLive: 'watch live',
  noPacket: 'No such packet is kept.',
  newest: 'Newest',
  onMap: 'On the map',
} as const

/** What a node says of itself. */
export const nodeFacts = {
  title: 'Node',
  longName: 'Long name',
  shortName: 'Short name',
  id: 'ID',
  hardware: 'Hardware',
  firmware: 'Firmware',
  role: 'Role',
  channel: 'Channel',
  region: 'Region',
  preset: 'Modem preset',
  licensed: 'Licensed operator',
  yes: 'yes',
  messages: 'Messages',
  notMonitored: 'not monitored',
  day: 'Last 24 hours',
  activity: 'sent {sent}, heard {seen} times',
  activityGateway: 'sent {sent}, heard {seen} times, received {received} as a gateway',
  firstHeard: 'First heard',
  lastHeard: 'Last heard',
  lastUplink: 'Last uplink',
  publicKey: 'Public key',
} as const

/** Where a node says that it is. */
export const position = {
  title: 'Position',
  none: 'It has not told where it is, or only on a channel that is not read here.',
  latitude: 'Latitude',
  longitude: 'Longitude',
  altitude: 'Altitude',
  precision: 'Precision',
  within: 'within {distance} ({bits} bits)',
  satellites: 'Satellites',
  told: 'Reported',
  onMap: 'On a map',
  openApp: 'open in a maps app',
  trail: {
    one: 'The last position',
    other: 'The last {count} positions',
  },
  allCsv: 'All as CSV',
  time: 'Time',
} as const

/** Radio links without a relay. */
export const heardTable = {
  node: 'Node',
  lastSnr: 'Last SNR',
  meanSnr: 'Mean SNR',
  lastRssi: 'Last RSSI',
  times: 'Times',
  last: 'Last',
  meanShort: 'mean',
  timesShort: 'times',
} as const

/** A node that has announced several public keys. */
export const keyWarning = {
  title: {
    one: 'This node has announced {count} public key',
    other: 'This node has announced {count} public keys',
  },
  text: 'It may have been installed anew, or somebody else uses its number. Compare the key before trusting a direct message.',
  period: 'from {first} to {last}',
} as const

/** A node as a contact for the apps. */
export const contact = {
  title: 'Add as a contact',
  qr: 'QR code: {name} as a Meshtastic contact',
  scan: 'Scan it with the Meshtastic app, or {link|open it on this device}.',
  keyUnknown: 'Its public key is not known: messages to it are not private.',
  address: 'Address of the contact',
} as const

/** What a node measured and how it was heard, over time. */
export const nodeCharts = {
  title: 'Over time',
  nothing: 'Nothing was measured in this period. A longer one may have more.',
  directSnr: 'Heard directly: SNR',
  directNote: 'Per gateway that heard it without a relay.',
  directRssi: 'Heard directly: RSSI',
  neighbours: 'Its neighbours: SNR',
  neighboursNote: 'As it hears them, by its own reports.',
  packetsPerDay: 'Packets per day',
  packetsPerHour: 'Packets per hour',
} as const
