/** The dot beside the menu: whether packets come in. */
export const feed = {
  live: 'Packets are coming in',
  silent: 'No packet for {age}',
  down: 'The writer is not connected',
  reconnecting: 'Reconnecting',
  migrating: 'The database is being brought up to date',
} as const

/** What a link to a page says where it is shared. */
export const previews = {
  site: 'A Meshtastic radio mesh, live',
  map: 'Where the nodes of the mesh are, who hears whom, and what they send',
  nodelist: 'Every node that was heard: name, hardware, role, channel, position',
  chat: 'What was said to everybody on the mesh',
  firehose: 'Every packet of the mesh as it comes',
  traceroutes: 'The ways that packets took through the mesh, with the signal of each hop',
  traceroute: 'The hops of a packet there and back, with the signal of each',
  nodegraph: 'Who hears whom in the mesh',
  stats: 'The mesh in numbers: packets, nodes, gateways, hardware, roles',
  top: 'Who sends most, who is heard best, which gateways hear most',
  links: 'The longest radio links of the mesh, with signal and distance.',
  gateways: 'Two gateways of the mesh beside each other: what each hears, and how well.',
  net: 'Check-ins to the weekly net',
  heatmap: 'Where the mesh is dense, and where the air is full',
  about: 'Was my node heard, and why is it not on the map?',
  status: 'Whether packets come in, and what became of them',
  senders: 'Several senders have used this packet id',
  gateway: 'Gateway',
  packet: {
    one: 'From {name}, heard by {count} gateway',
    other: 'From {name}, heard by {count} gateways',
  },
  sent: {
    one: '{count} packet in 24 hours',
    other: '{count} packets in 24 hours',
  },
} as const
