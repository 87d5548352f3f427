import { join } from 'node:path'
import { prepareConnection } from '../src/db/pragmas.js'
import { connectSqlite } from '../src/db/sqlite-driver.js'
import type { Published } from '../test/helpers/traffic.js'
import type { FloorParts } from './floor-parts.js'

/**
 * The least that storing a mesh can cost in this language with this driver: decode every
 * envelope, decrypt the first copy of each packet, and insert both rows with two indexes each.
 * No roll-ups, no projections, no duplicates, no rules, no counts. The pragmas are ours.
 */
export function openFloor(
  folder: string,
  parts: FloorParts,
): (batch: readonly Published[]) => void {
  const db = connectSqlite(join(folder, 'floor.db'))
  prepareConnection(db, 'write')
  db.exec(`create table packet (key integer primary key, id integer, from_node integer,
    to_node integer, portnum integer, time integer, data blob)`)
  db.exec('create index packet_id on packet (id)')
  db.exec('create index packet_from on packet (from_node, key)')
  db.exec(`create table reception (packet integer, gateway integer, rx_time integer, time integer,
    rssi integer, snr real, hop_limit integer, hop_start integer, topic text)`)
  db.exec('create index reception_packet on reception (packet)')
  db.exec('create index reception_gateway on reception (gateway, packet)')
  const insertPacket = db.prepare('insert into packet values (?, ?, ?, ?, ?, ?, ?)')
  const insertReception = db.prepare('insert into reception values (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const known = new Map<number, number>()
  return (batch) => {
    const now = Date.now()
    db.exec('begin immediate')
    for (const { topic, payload } of batch) {
      const { packet, gateway_node_id } = parts.decode(payload)
      let key = known.get(packet.id)
      if (key === undefined) {
        key = known.size + 1
        known.set(packet.id, key)
        const { portnum, bytes } = parts.open(packet)
        insertPacket.run(key, packet.id, packet.from, packet.to, portnum, now, bytes)
      }
      insertReception.run(
        key,
        gateway_node_id,
        packet.rx_time,
        now,
        packet.rx_rssi,
        packet.rx_snr,
        packet.hop_limit,
        packet.hop_start,
        topic,
      )
    }
    db.exec('commit')
  }
}
