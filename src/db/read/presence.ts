import type { Database } from '../open.js'

/** How many packets of a type are known of a node, since the hourly counts begin. */
export interface SentRow {
  portnum: number
  sent: number
}

export function findSentByType(db: Database, node_id: number): Promise<SentRow[]> {
  return db.all<SentRow>(
    `select portnum, sum(sent) as sent from node_hourly where node_id = ? and sent > 0
      group by portnum order by sent desc, portnum`,
    [node_id],
  )
}

/** A gateway that heard packets of a node. */
export interface HearerRow {
  gateway_id: string
  gateway_node_id: number | null
  long_name: string | null
  short_name: string | null
  packets: number
}

/** The gateways that heard the newest `packets` packets of a node, most packets first. */
export function findHearers(db: Database, node_id: number, packets: number): Promise<HearerRow[]> {
  return db.all<HearerRow>(
    `select h.gateway_id, h.gateway_node_id, n.long_name, n.short_name, h.packets
      from (select u.gateway_id, u.gateway_node_id, count(distinct r.packet_key) as packets
        from (select packet_key from packet where from_node_id = ?
          order by packet_key desc limit ?) as p
        join reception r on r.packet_key = p.packet_key
        join uplink u on u.uplink_id = r.uplink_id
        group by u.gateway_id, u.gateway_node_id) as h
      left join node n on n.node_id = h.gateway_node_id
      order by h.packets desc, h.gateway_id limit 50`,
    [node_id, packets],
  )
}
