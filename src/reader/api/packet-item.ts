import type { ListedPacket, PacketRow } from '../../db/read/packets.js'
import { type Data, decodeData } from '../../mesh/data.js'
import { PORT } from '../../mesh/portnums.js'
import { NOT_DECODED, payloadText } from '../../mesh/text-format.js'
import { isPrivate } from '../payload.js'
import { TextMemory } from '../text-memory.js'

/** Programs ask for the newest packets again and again: some two thousand, in each of its halves. */
const texts = new TextMemory(512 * 1024)

/** What stands for words that are not for everybody. */
const REDACTED = '<redacted>'

/** A packet as the API has it, in `/api/packets` and `/api/live`. */
export function packetItem(packet: ListedPacket) {
  return {
    id: packet.id,
    import_time_us: packet.import_time_us,
    channel: packet.channel,
    from_node_id: packet.from_node_id,
    to_node_id: packet.to_node_id,
    portnum: packet.portnum,
    long_name: packet.long_name ?? '',
    payload: payloadOf(packet),
    to_long_name: packet.to_long_name ?? '',
    ...(packet.reply_id !== null && { reply_id: packet.reply_id }),
    ...(packet.request_id !== null && { request_id: packet.request_id }),
    short_name: packet.short_name ?? '',
    to_short_name: packet.to_short_name ?? '',
    encrypted: packet.encrypted,
    gateway_count: packet.gateway_count,
  }
}

/** The same of a whole row. */
export function itemOf({ data, ...packet }: PacketRow) {
  return packetItem({ ...packet, data_hex: data.toString('hex') })
}

/** The payload in protobuf's text format, of a text message its words. */
function payloadOf(packet: ListedPacket): string {
  if (packet.encrypted) return NOT_DECODED
  if (isPrivate(packet)) return REDACTED
  return texts.get(`${packet.portnum} ${packet.data_hex}`, () => {
    const data = dataOf(packet)
    return data === null ? NOT_DECODED : payloadText(packet.portnum, data.payload).trim()
  })
}

/** A range test that was sent as a text: `seq 12`. */
export function isRangeTest(packet: ListedPacket): boolean {
  if (packet.portnum !== PORT.TEXT_MESSAGE || isPrivate(packet)) return false
  const data = dataOf(packet)
  return data !== null && data.payload.length < 20 && /^seq \d+$/.test(data.payload.toString())
}

function dataOf({ data_hex }: ListedPacket): Data | null {
  return decodeData(Buffer.from(data_hex, 'hex'))
}
