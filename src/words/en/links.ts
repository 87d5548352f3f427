/** The longest radio links. */
export const links = {
  title: 'Longest links',
  about: 'How far radio carried between two nodes, without a relay',
  node: 'Node, at either end',
  kind: 'Proved by',
  first: 'First',
  second: 'Second',
  there: 'Second hears first',
  back: 'First hears second',
  countShort: 'times',
  columns: {
    metres: 'Distance',
    snr: 'Signal',
    count: 'Times',
    last_seen_us: 'Last',
  },
  none: 'No link between two nodes whose places are known fits.',
  listEnds: 'The list ends before this page.',
  note: 'By the places that the nodes told last. Left out: links over 400 km, and those where a place is told more roughly than the link is long.',
} as const

/** Two gateways beside each other. */
export const gateways = {
  title: 'Compare gateways',
  about: 'What two gateways heard in the same time, and how well',
  first: 'First gateway',
  second: 'Second gateway',
  none: 'Two gateways have to be heard first.',
  packets: 'Packets',
  packetsShort: 'packets',
  heardBy: 'Heard by',
  both: 'Both',
  only: 'Only {gateway}',
  hops: 'How often relayed before',
  relays: 'Relays',
  direct: 'direct',
  unknown: 'unknown',
  senders: 'Nodes that both hear directly',
  noSender: 'In this period both gateways heard no node itself in the same packet.',
  node: 'Node',
  firstShort: 'first',
  secondShort: 'second',
  snrDifference: 'SNR difference',
  rssiDifference: 'RSSI difference',
  differenceNote:
    'Means over the packets that both heard from the node itself; above nought, the first gateway hears it better.',
  cut: 'Both are compared over the newest {most} receptions of the busier gateway, which is less than the period.',
} as const
