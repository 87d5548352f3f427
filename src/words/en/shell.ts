/** How long, how long ago, how far. */
export const units = {
  now: 'now',
  justNow: 'just now',
  ago: '{age} ago',
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'd',
  byte: 'B',
  kilo: 'k',
  mega: 'M',
  giga: 'G',
  tera: 'T',
  metre: 'm',
  kilometre: 'km',
  foot: 'ft',
  mile: 'mi',
  millisecond: 'ms',
  bit: 'bit',
} as const

/** Units of measurements, by their codes in src/mesh/units.ts and src/words/measures.ts. */
export const symbols = {
  V: 'V',
  mA: 'mA',
  lx: 'lx',
  'm/s': 'm/s',
  'km/h': 'km/h',
  mph: 'mph',
  mm: 'mm',
  in: 'in',
  hPa: 'hPa',
  inHg: 'inHg',
  kg: 'kg',
  lb: 'lb',
  µm: 'µm',
  'µg/m³': 'µg/m³',
  '1/0.1 l': 'per 0.1 l',
  '1/min': 'per min',
  MΩ: 'MΩ',
  'µR/h': 'µR/h',
  dB: 'dB',
  dBm: 'dBm',
} as const

/** What stands around every page. */
export const shell = {
  skip: 'Skip to content',
  mainMenu: 'Main',
  theme: 'Light or dark',
  search: 'Search',
  searchLabel: 'Search nodes, packets and messages',
  about: 'About',
  status: 'Status',
  api: 'API',
  utc: 'Times are UTC',
  language: 'Language',
} as const

/** Pages as the menu calls them: one short word each. */
export const menu = {
  map: 'Map',
  nodes: 'Nodes',
  chat: 'Chat',
  packets: 'Packets',
  traceroutes: 'Traceroutes',
  graph: 'Graph',
  stats: 'Stats',
  top: 'Top',
  net: 'Net',
} as const

/** Pages in place of what was asked for. */
export const errors = {
  titles: {
    400: 'That cannot be understood',
    404: 'There is no such page',
    429: 'Too many requests',
    500: 'Something went wrong',
    503: 'Not ready yet',
  },
  refused: 'That does not work',
  says: 'The server says: {message}',
  nothingHere: 'There is nothing at this address',
  tooMany: 'More was asked for within a minute than anybody reads. Wait a moment.',
  ours: 'The fault is ours; the log of the server names it.',
  firstPage: 'To the first page',
  noPacketId: 'That is no packet id',
  packetIdText: 'A packet id is a number of 32 bits.',
  noSuchPacket: 'No such packet',
  noSuchPacketText: 'No packet with the id {id} is known. Old packets are deleted after a while.',
  noSuchTraceroute: 'No such traceroute',
  noSuchTracerouteText:
    'No traceroute with the id {id} is known. Old packets are deleted after a while.',
  noNodeId: 'That is no node id',
  nodeIdText: 'A node id is a number of 32 bits: decimal, 0x… or !….',
  noSuchNode: 'No such node',
  noSuchNodeText: 'Nothing was ever heard of {id}, or it was so long ago that it is forgotten.',
} as const
