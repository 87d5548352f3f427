import type { Database, Param } from '../database.js'
import { gatewayHourly, nodeHourly, trafficHourly } from '../entities/rollups.js'
import { insertAll } from '../insert.js'

const addTraffic = insertAll(
  trafficHourly,
  `on conflict (hour, portnum, channel_id) do update set
     packets = traffic_hourly.packets + excluded.packets,
     receptions = traffic_hourly.receptions + excluded.receptions,
     direct_packets = traffic_hourly.direct_packets + excluded.direct_packets,
     direct_receptions = traffic_hourly.direct_receptions + excluded.direct_receptions`,
)
const addNode = insertAll(
  nodeHourly,
  `on conflict (hour, node_id, portnum) do update set
     sent = node_hourly.sent + excluded.sent, seen = node_hourly.seen + excluded.seen`,
)
const addGateway = insertAll(
  gatewayHourly,
  `on conflict (hour, gateway_node_id) do update set
     receptions = gateway_hourly.receptions + excluded.receptions`,
)

/** Rows in the order of the columns of `traffic_hourly`; each key once. */
export function addTrafficHours(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(addTraffic, rows)
}

/** Rows in the order of the columns of `node_hourly`; each key once. */
export function addNodeHours(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(addNode, rows)
}

/** Rows in the order of the columns of `gateway_hourly`; each key once. */
export function addGatewayHours(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(addGateway, rows)
}
