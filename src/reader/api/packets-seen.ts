import type { FastifyInstance } from 'fastify'
import { findPacketsById, type PacketRow } from '../../db/read/packets.js'
import { findReceptions, type ReceptionRow } from '../../db/read/receptions.js'
import type { ReaderContext } from '../context.js'
import { nodeIdOf, packetIdOf } from './params.js'
import { packetPath } from './schema-parts.js'
import { seenAnswer, seenQuery } from './schemas-mesh.js'

/** `GET /api/packets_seen/{packet_id}`: every reception of the packets with this id, newest first. */
export function packetsSeenEndpoint(app: FastifyInstance, context: ReaderContext): void {
  app.get<{ Params: { packet_id: string } }>(
    '/api/packets_seen/:packet_id',
    {
      schema: {
        summary: 'Receptions of a packet',
        tags: ['packets'],
        params: packetPath,
        querystring: seenQuery,
        response: { 200: seenAnswer },
      },
    },
    async (request) => {
      const id = packetIdOf(request.params.packet_id, 'Invalid or missing packet_id')
      const sender = nodeIdOf(request.query, 'from_node_id', 'from_node_id must be a node id')
      const packets = (await findPacketsById(context.db, id)).filter(
        (packet) => sender === undefined || packet.from_node_id === sender,
      )
      const seen: ReturnType<typeof seenItem>[] = []
      for (const packet of packets) {
        const receptions = await findReceptions(context.db, packet.packet_key)
        seen.push(...receptions.map((reception) => seenItem(packet, reception)))
      }
      return { seen: seen.sort((a, b) => b.import_time_us - a.import_time_us) }
    },
  )
}

function seenItem(packet: PacketRow, reception: ReceptionRow) {
  return {
    packet_id: packet.id,
    node_id: reception.gateway_node_id,
    rx_time: reception.rx_time,
    hop_limit: reception.hop_limit,
    hop_start: reception.hop_start,
    channel: reception.channel,
    rx_snr: reception.rx_snr,
    rx_rssi: reception.rx_rssi,
    topic: reception.topic,
    import_time_us: reception.import_time_us,
    from_node_id: packet.from_node_id,
    gateway_id: reception.gateway_id,
    long_name: reception.gateway_long_name,
    short_name: reception.gateway_short_name,
    relay_node: reception.relay_node,
    next_hop: reception.next_hop,
    via_mqtt: reception.via_mqtt,
  }
}
