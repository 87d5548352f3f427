import type { Table } from '../table.js'
import { counter, malformed, writerStatus } from './bookkeeping.js'
import { channel } from './channel.js'
import { link } from './link.js'
import { node } from './node.js'
import { packet } from './packet.js'
import { position, telemetry, textMessage, textSearch } from './projections.js'
import { nodePublicKey } from './public-key.js'
import { reception } from './reception.js'
import { dailySnapshot, gatewayHourly, nodeHourly, trafficHourly } from './rollups.js'
import { traceroute, tracerouteHop } from './traceroute.js'
import { uplink } from './uplink.js'

/** Every table of ours; a new one needs its file and a line here. */
export const tables: readonly Table[] = [
  channel,
  uplink,
  packet,
  reception,
  node,
  textMessage,
  textSearch,
  position,
  telemetry,
  traceroute,
  tracerouteHop,
  link,
  nodePublicKey,
  trafficHourly,
  nodeHourly,
  gatewayHourly,
  dailySnapshot,
  counter,
  malformed,
  writerStatus,
]
