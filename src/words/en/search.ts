/** One box for everything. */
export const search = {
  title: 'Search',
  titleOf: 'Search: {words}',
  lead: 'Name or id of a node, number of a packet, or words of a message',
  find: 'Search',
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
