/** Labels of filters. */
export const filters = {
  title: 'Filters',
  active: {
    one: '{count} active',
    other: '{count} active',
  },
  type: 'Type',
  allTypes: 'All types',
  channel: 'Channel',
  allChannels: 'All channels',
  role: 'Role',
  allRoles: 'All roles',
  hardware: 'Hardware',
  allHardware: 'All hardware',
  firmware: 'Firmware',
  allFirmware: 'All firmware',
  nodeEitherEnd: 'Node, at either end',
  nameOrId: 'Name or !id',
  search: 'Search',
  heard: 'Heard',
  sortBy: 'Sort by',
  heardBy: 'Heard by',
  heardDirectlyBy: 'Heard directly by',
  anyGateway: 'Any gateway',
  since: 'From',
  until: 'Until',
} as const

/** A name of a filter that fits no node, or several. */
export const candidates = {
  nobody: 'No node is called “{name}”.',
  several: 'Several nodes fit “{name}”',
  packets: 'its packets',
} as const

/** Every packet as it comes. */
export const firehose = {
  title: 'Packets',
  about: 'Everything that was heard, newest first',
  csvTitle: 'These packets as CSV',
  none: 'No packet fits. New ones appear here as they come.',
  newest: 'Newest',
  bounded: 'Looked through {count} receptions of this gateway.',
  furtherBack: 'Look further back',
} as const

/** The nodes that were heard. */
export const nodelist = {
  title: 'Nodes',
  count: {
    one: '{count} node',
    other: '{count} nodes',
  },
  none: 'No node fits.',
  csvTitle: 'These nodes as CSV',
  gatewaysOnly: 'Gateways only',
  favourites: 'Favourites',
  favourite: 'Favourite',
  all: 'All nodes',
  gateway: 'Gateway',
  columns: {
    long_name: 'Node',
    node_id: 'ID',
    hw_model: 'Hardware',
    firmware: 'Firmware',
    role: 'Role',
    channel: 'Channel',
    last_seen_us: 'Last heard',
  },
  position: 'Position',
  range: '{first}–{last} of {total}',
  countIn: '{nodes}, heard in the {period}',
} as const

/** How far back. */
export const periods = {
  '1h': 'last hour',
  '1d': 'last 24 hours',
  '3d': 'last 3 days',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  all: 'ever',
  '6h': 'last 6 hours',
} as const

/** Lengths of a period to choose. */
export const lengths = {
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '3d': '3 days',
  '7d': '7 days',
  '14d': '14 days',
  '30d': '30 days',
  '90d': '90 days',
  '1y': '1 year',
  all: 'All',
  period: 'Period',
} as const
