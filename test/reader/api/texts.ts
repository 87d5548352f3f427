import { project } from '../../../src/db/ingest/project.js'
import { emptyRows } from '../../../src/db/ingest/rows.js'
import { storeRows } from '../../../src/db/ingest/store.js'
import type { Database } from '../../../src/db/open.js'
import type { Data } from '../../../src/mesh/data.js'
import { encodePayload } from '../../../src/mesh/encode.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'

/** A text as a packet of its own; its key and id are its place in the list, from 1. */
export interface Text {
  text: string
  import_time_us: number
  from?: number
  to?: number
  /** 1 unless given. */
  channel_id?: number
  portnum?: number
}

/** Stores texts with the writer's own functions, many at a time. */
export async function storeTexts(db: Database, channels: string[], texts: Text[]): Promise<void> {
  const rows = emptyRows()
  rows.channels = channels.map((name, index) => [index + 1, name])
  for (const [
    index,
    { text, import_time_us, from = 7, to = BROADCAST, ...more },
  ] of texts.entries()) {
    const { channel_id = 1, portnum = PORT.TEXT_MESSAGE } = more
    const packet_key = index + 1
    const data: Data = {
      portnum,
      payload: Buffer.from(text),
      want_response: false,
      dest: 0,
      source: 0,
      request_id: 0,
      reply_id: 0,
      emoji: 0,
      bitfield: null,
    }
    const subject = {
      packet_key,
      from_node_id: from,
      to_node_id: to,
      channel_id,
      channel: channels[channel_id - 1] ?? '',
      import_time_us,
      heard_us: import_time_us,
      data,
    }
    const bytes = encodePayload('Data', { portnum, payload: data.payload })
    rows.packets.push([
      packet_key,
      packet_key,
      from,
      to,
      portnum,
      false,
      channel_id,
      8,
      import_time_us,
      0,
      false,
      false,
      null,
      null,
      bytes,
    ])
    project(subject, rows)
  }
  rows.lastPacketKey = texts.length
  await storeRows(db, rows)
}
