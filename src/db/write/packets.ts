import type { Database, Param } from '../database.js'
import { packet } from '../entities/packet.js'
import { reception } from '../entities/reception.js'
import { insertAll } from '../insert.js'

const newPacket = insertAll(packet)
// A copy that the writer no longer remembers and that stands already changes nothing.
const newReception = insertAll(reception, 'on conflict do nothing')

/** Rows in the order of the columns of `packet`. */
export function insertPackets(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newPacket, rows)
}

/** Rows in the order of the columns of `reception`. */
export function insertReceptions(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newReception, rows)
}

/** What a packet turned out to be when a later copy could be read. */
export interface DecryptedPacket {
  packet_key: number
  portnum: number
  request_id: number | null
  reply_id: number | null
  data: Uint8Array
}

/** A packet that was kept as ciphertext becomes readable. */
export async function decryptPacket(tx: Database, row: DecryptedPacket): Promise<void> {
  await tx.run(
    `update packet set encrypted = ?, portnum = ?, request_id = ?, reply_id = ?, data = ?
     where packet_key = ?`,
    [false, row.portnum, row.request_id, row.reply_id, row.data, row.packet_key],
  )
}
