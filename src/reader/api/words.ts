import type { Words } from '../../words/languages.js'

/** Words by section, as MeshView 3.x names sections and keys. */
export type SectionWords = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What `/api/lang` tells in one language: the words of the pages, under 3.x's keys. */
export function sectionWords(words: Words): SectionWords {
  const { filters, menu, names, nodeFacts, oldKeys, packetRow } = words
  return {
    base: {
      nodes: menu.nodes,
      chat: menu.chat,
      everything: menu.packets,
      graphs: menu.graph,
      net: words.net.title,
      map: menu.map,
      stats: menu.stats,
      top: words.top.title,
    },
    chat: {
      chat_title: words.chat.title,
      replying_to: oldKeys.replyingTo,
      view_packet_details: oldKeys.packetDetails,
    },
    firehose: {
      live_feed: words.live.live,
      pause: words.live.pause,
      resume: oldKeys.resume,
      time: packetRow.time,
      packet_id: oldKeys.packetId,
      from: packetRow.from,
      to: packetRow.to,
      port: packetRow.type,
      all_broadcast: names.everyone,
      direct_to_mqtt: names.mqttOnly,
    },
    nodelist: {
      search_placeholder: filters.nameOrId,
      all_roles: filters.allRoles,
      all_channels: filters.allChannels,
      all_hw_models: filters.allHardware,
      all_firmware: oldKeys.allFirmware,
      short: nodeFacts.shortName,
      long_name: nodeFacts.longName,
      hw_model: nodeFacts.hardware,
      firmware: nodeFacts.firmware,
      role: nodeFacts.role,
      channel: nodeFacts.channel,
      last_seen: nodeFacts.lastHeard,
    },
    net: { net_title: words.net.title, number_of_messages: oldKeys.numberOfMessages },
    map: { map_title: menu.map },
    stats: { stats_title: words.stats.title },
    top: { top_title: words.top.title },
    nodegraph: { nodegraph_title: menu.graph },
    node: {
      node_id: oldKeys.nodeId,
      hex_id: oldKeys.hexId,
      hw_model: nodeFacts.hardware,
      firmware: nodeFacts.firmware,
      role: nodeFacts.role,
      channel: nodeFacts.channel,
      last_update: nodeFacts.lastHeard,
      first_update: nodeFacts.firstHeard,
    },
    packet: {
      packet_id: oldKeys.packetId,
      from: words.packet.from,
      to: words.packet.to,
      channel: words.packet.channel,
      port: packetRow.type,
      seen_by: packetRow.heardBy,
      all: names.everyone,
    },
  }
}
