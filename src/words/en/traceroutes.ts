/** Requests and replies as one. */
export const traceroutes = {
  back: 'back',
  title: 'Traceroutes',
  about: 'The ways that packets took, with the signal of each leg',
  asker: 'Asked by',
  target: 'Asked for',
  node: 'Node, at an end or on the way',
  none: 'No traceroute was heard yet.',
  noneOfNode: 'No traceroute with this node was heard.',
  several: 'Several nodes are called “{name}”; give an id such as {id}.',
  way: 'Way there and back',
  outcome: 'Outcome',
  arrivedNoReply: 'arrived, no reply heard',
  noReply: 'no reply heard',
  direct: 'direct',
  relays: {
    one: '{count} relay',
    other: '{count} relays',
  },
  newest: 'Newest',
} as const

/** One traceroute, hop by hop. */
export const traceroute = {
  title: 'Traceroute',
  titleOf: 'Traceroute {from} → {to}',
  about: 'Traceroute {id}, {time}',
  mapLabel: 'The way there and the way back; both are told hop by hop below',
  wayThere: 'The way there',
  wayBack: 'The way back',
  noReply: 'No reply was heard.',
  replyWithoutWay: 'The reply was heard, but it tells nothing of its way.',
  requestNotHeard: 'the request was not heard',
  requestPacket: 'request packet',
  replyPacket: 'reply packet',
  noCopies: "No gateway's copy is kept any more.",
  gatewaysHeard: 'What the gateways heard',
  gateway: 'Gateway',
  heardThe: 'Heard the',
  after: 'After',
  wayUntil: 'Way until there',
  reply: 'reply',
  request: 'request',
  notUnderstood: 'not understood ({reason})',
  unknownNode: 'unknown node',
  unknownNodeTitle: 'A node that did not say its name',
  to: 'to',
  notArrived: 'Not known to have arrived',
  snrUnknown: 'SNR unknown',
  notFurther: 'not heard any further',
} as const

/** Who heard a packet, and how. */
export const receptions = {
  gateway: 'Gateway',
  snr: 'SNR',
  rssi: 'RSSI',
  distance: 'Distance',
  hops: 'Hops',
  relayedBy: 'Relayed by',
  channel: 'Channel',
  after: 'After',
  sentByGateway: 'Sent by the gateway',
  byMqtt: 'By way of MQTT',
  hopsUnknown: 'Number of hops unknown',
  direct: 'Direct',
  hopCount: {
    one: '{count} hop',
    other: '{count} hops',
  },
  relayTitle: 'Last two digits of the id of the node that passed it on',
  inferred: 'probably',
  inferredTitle: 'Inferred: the gateway hears these nodes itself, and their ids end so',
  unknown: 'unknown',
  ofHops: 'of {count}',
} as const

/** Several packets with one id. */
export const packetChoice = {
  title: {
    one: '{count} packet has this id',
    other: '{count} packets have this id',
  },
  text: 'Ids are chosen by the senders and come round again. Which one is meant?',
  open: 'Open',
} as const
