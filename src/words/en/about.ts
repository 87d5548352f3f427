/** Where the data come from, and why a node may not be among them. */
export const about = {
  title: 'About',
  heading: 'About this site',
  lead: 'Gateways of the mesh pass on what they hear by radio over MQTT. What arrives here is decrypted where its key is known, kept for a while, and shown on these pages. A node is seen here only when a gateway that reports here hears it, directly or through others.',
  why: 'Why isn’t my node here?',
  whyText: 'Type its id, as the app shows it, such as !7c5a1101.',
  nodeId: 'Node id',
  noId: 'That is no node id: a number of 32 bits, decimal, 0x… or !….',
  everything: 'Everything that is known of it',
  yes: 'yes',
  no: 'no',
  heard: {
    title: 'Heard',
    never: 'never',
    notLately: 'not lately',
    nothing: 'Nothing of {id} has ever arrived here. What to look at:',
    nothingOrForgotten:
      'Nothing of {id} has ever arrived here, or not for {days} days, after which a node is forgotten. What to look at:',
    hintNear: 'Is a gateway near enough that hears it, or a node that relays for it?',
    hintSame: 'Do gateway and node have the same region, modem preset and frequency slot?',
    hintUplink: 'Is uplink enabled for the channel on the gateway?',
    hintBroker: 'Does the gateway publish to the broker and root topic that this site reads?',
    when: 'Last {last}, for the first time {first}.',
    quiet: 'Lists that show the last day or week may leave it out.',
  },
  byWhom: {
    title: 'Reported by gateways',
    notKnown: 'not known',
    notKept: 'Its packets are no longer kept, so who heard them is not known.',
    gateways: 'Gateways that reported its latest packets:',
  },
  decrypted: {
    title: 'Decrypted',
    nothingToRead: 'nothing to read',
    onlyMentioned: 'It was only mentioned by others; nothing that it sent itself has arrived.',
    read: '{read} of {total} packets could be read.',
    others:
      'The others are encrypted for one node, or with the key of a channel that is not read here.',
    all: 'all',
    nothing: 'nothing',
    most: 'most',
    some: 'some',
  },
  named: {
    title: 'Named',
    notYet:
      'Its name has not come by. Nodes tell it every few hours; until then it has a number only.',
    told: 'It sent its name {ago}.',
  },
  positioned: {
    title: 'On the map',
    told: 'It sent its position {ago}.',
    none: 'No position that could be read has arrived. It may have none, share none on this channel, or send it only on a channel that is not read here.',
  },
  filtered: {
    title: 'Let in',
    excluded: 'The owner of this site has excluded this node.',
    rules: 'No rule of this site is about this node alone. Rules that are about all:',
    perMinute: 'At most {limit} new packets per minute of one sender.',
    perHour: 'At most {limit} new packets per hour of one sender.',
    dropped: 'Packets whose sender does not agree to MQTT are dropped.',
    headers: 'Of packets whose sender does not agree to MQTT only the header is kept.',
    forgotten: 'A node that was not heard for {days} days is forgotten.',
    count: '{messages} messages have been left out by rules so far.',
  },
} as const

/** What a newcomer has to know to read the pages. */
export const glossary = {
  title: 'The words on these pages',
  terms: {
    node: {
      name: 'Node',
      text: 'A radio of the mesh: in a pocket, on a roof, on a bicycle.',
    },
    gateway: {
      name: 'Gateway',
      text: 'A node that passes on over the internet what it hears. All that this site knows comes from gateways.',
    },
    packet: {
      name: 'Packet',
      text: 'One message over the air, whatever it says: words, a position, a measurement.',
    },
    channel: {
      name: 'Channel',
      text: 'Nodes that have the same channel and its key can read each other. LongFast is the one that most begin with.',
    },
    hop: {
      name: 'Hop, relay',
      text: 'Nodes pass packets on for each other. Direct is heard without a relay; 2 hops are two relays in between.',
    },
    snr: {
      name: 'SNR',
      text: 'How far a signal stands out of the noise, in dB: the higher, the better. Near −20 nothing is understood any more.',
    },
    rssi: {
      name: 'RSSI',
      text: 'How strong a signal arrives, in dBm: −80 is strong, −120 is weak.',
    },
    air: {
      name: 'Channel in use',
      text: 'The share of the time in which somebody sends. With more than 25 %, radios hold their own reports back.',
    },
    traceroute: {
      name: 'Traceroute',
      text: 'A question to a node that notes every node on its way, there and back.',
    },
  },
} as const
