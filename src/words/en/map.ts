/** Map, kiosk and heat map, and what lies on the drawing. */
export const mapPage = {
  title: 'Map',
  label: 'Map',
  frameLabel: 'Map of nodes; the table below the map lists them',
  filters: 'Filters',
  copyLink: 'Copy link',
  fullScreen: 'Full screen',
  heatMap: 'Heat map',
  chosenNode: 'The chosen node',
  close: 'Close',
  notOnMap: 'Not on the map',
  colourBy: 'Colour by',
  byRole: 'Role',
  byChannel: 'Channel',
  byAge: 'Last heard',
  links: 'Links',
  linkDirect: 'Heard directly',
  linkDirectTitle: 'A gateway heard the node itself, without a relay',
  linkTraceroute: 'Traceroute',
  linkTracerouteTitle: 'A hop that a traceroute went',
  linkNeighbour: 'Neighbour',
  linkNeighbourTitle: 'A node told that it hears another',
  linkNote: 'An arrow: heard one way only. The stronger, the thicker.',
  heatOf: 'Show',
  nodes: 'Nodes',
  packetsSent: 'Packets sent',
  few: 'Few',
  many: 'Many',
  densest: 'Densest areas',
  howManyNearby: 'Point at the map, tap or move it to see how many nodes are near.',
  busiest: 'Busiest areas',
  mean: 'Mean',
  highest: 'Highest',
  orMore: '{share} or more',
  airNote:
    'Shares of the time, as the nodes report them: the mean of the last reports of each node, at most six, of the chosen time. With more than 25 % of the channel in use, radios hold their own reports back.',
  squares: 'squares of a tenth of a degree',
  around: 'Around',
  weight: 'Weight',
} as const

/** The nodes of the map as a table. */
export const mapTable = {
  title: 'Nodes with a position',
  firstOf: 'the {shown} heard last of {total}',
  allNodes: 'All nodes',
  none: 'No node that fits has reported where it is.',
} as const

/** What is known of one node, beside map and graph. */
export const mapCard = {
  gateway: 'Gateway',
  heard: 'Heard',
  id: 'ID',
  hardware: 'Hardware',
  firmware: 'Firmware',
  position: 'Position',
  precision: 'Precision',
  told: 'Reported',
  all: 'All about this node',
  noLink: 'No radio link is known.',
  links: {
    one: '{count} link',
    other: '{count} links',
  },
  hearsTitle: 'Signal at which this node hears the other, dB',
  hears: 'Hears',
  heardTitle: 'Signal at which the other hears this node, dB',
  distance: 'Distance',
  last: 'Last',
  direct: 'Direct',
  neighbor: 'Neighbour',
  traceroute: 'Traceroute',
} as const

/** Who hears whom. */
export const graph = {
  title: 'Graph',
  canvasLabel: 'Graph of who hears whom; the table below lists the same',
  signal: 'Signal',
  anySignal: 'Any, and unknown',
  atLeast: '{snr} dB or more',
  focus: 'Only the chosen node and its neighbours',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show everything',
  bestLinked: 'Best linked nodes',
  firstOf: 'the first {shown} of {total}',
  none: 'No link between two nodes is known of this time.',
  node: 'Node',
  links: 'Links',
  strongest: 'Strongest',
  lastProved: 'Last proved',
  inGraph: 'In the graph',
} as const

/** What map, heat map and graph say by themselves. */
export const drawing = {
  copied: 'Link copied',
  notCopied: 'Copy the address of this page',
  loadFailed: 'The nodes could not be loaded. Trying again…',
  shown: {
    one: '{shown} of {count} nodes on the map',
    other: '{shown} of {count} nodes on the map',
  },
  linked: '{nodes} nodes, {links} links',
  unknown: 'Unknown',
  otherChannels: 'Other channels',
  nodes: {
    one: '{count} node',
    other: '{count} nodes',
  },
  nearPointer: {
    one: 'Here: {count} node within {distance}',
    other: 'Here: {count} nodes within {distance}',
  },
  nearMiddle: {
    one: 'Middle of the map: {count} node within {distance}',
    other: 'Middle of the map: {count} nodes within {distance}',
  },
  onAverage: '{share} on average',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  ages: {
    0: '1 hour',
    1: '6 hours',
    2: '1 day',
    3: '3 days',
    4: '7 days',
    5: 'older',
  },
} as const
