/** One box for everything. */
export const search = {
  title: 'Search',
  titleOf: 'Search: {words}',
  lead: 'Type the name or id of a node, the number of a packet, or words of a message into the box at the top.',
  nothing: 'Nothing of that kind is kept here.',
  whyNot: 'Why is the node {id} not here?',
  nodes: 'Nodes',
  allNodes: 'all of them',
  packets: 'Packets',
  messages: 'Messages',
} as const

/** How many of what. */
export const shares = {
  share: 'Share',
  percent: 'Percent',
  nothing: 'Nothing in this period.',
  more: '{count} more',
} as const
