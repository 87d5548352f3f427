/** Words of pages and menu by section, with MeshView 3.x's section names, by language. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>

const en: Words = {
  base: {
    nodes: 'Nodes',
    chat: 'Chat',
    everything: 'See Everything',
    graphs: 'Mesh Graphs',
    net: 'Weekly Net',
    map: 'Live Map',
    stats: 'Stats',
    top: 'Top Traffic Nodes',
  },
  chat: {
    chat_title: 'Chat',
    replying_to: 'Replying to',
    view_packet_details: 'View packet details',
  },
  firehose: {
    live_feed: 'Live feed',
    pause: 'Pause',
    resume: 'Resume',
    time: 'Time',
    packet_id: 'Packet ID',
    from: 'From',
    to: 'To',
    port: 'Port',
    all_broadcast: 'All',
    direct_to_mqtt: 'direct to MQTT',
  },
  nodelist: {
    search_placeholder: 'Search by name or ID',
    all_roles: 'All roles',
    all_channels: 'All channels',
    all_hw_models: 'All hardware',
    all_firmware: 'All firmware',
    short: 'Short',
    long_name: 'Long name',
    hw_model: 'Hardware',
    firmware: 'Firmware',
    role: 'Role',
    channel: 'Channel',
    last_seen: 'Last seen',
  },
  net: { net_title: 'Weekly Net', number_of_messages: 'Number of messages' },
  map: { map_title: 'Live Map' },
  stats: { stats_title: 'Stats' },
  top: { top_title: 'Top Traffic Nodes' },
  nodegraph: { nodegraph_title: 'Mesh Graphs' },
  node: {
    node_id: 'Node ID',
    hex_id: 'Hex ID',
    hw_model: 'Hardware',
    firmware: 'Firmware',
    role: 'Role',
    channel: 'Channel',
    last_update: 'Last update',
    first_update: 'First update',
  },
  packet: {
    packet_id: 'Packet ID',
    from: 'From',
    to: 'To',
    channel: 'Channel',
    port: 'Port',
    seen_by: 'Seen by',
    all: 'All',
  },
}

/** Every language that there is; a Map, so that no name that a visitor sends means anything else. */
export const languages: ReadonlyMap<string, Words> = new Map([['en', en]])
/** What a language that is not there falls back to. */
export const FALLBACK = 'en'
