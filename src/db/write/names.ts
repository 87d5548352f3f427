import type { Database, Param } from '../database.js'
import { channel } from '../entities/channel.js'
import { uplink } from '../entities/uplink.js'
import { insertAll } from '../insert.js'

const newChannel = insertAll(channel)
const newUplink = insertAll(uplink)

export interface ChannelRow {
  channel_id: number
  name: string
}

export interface UplinkRow {
  uplink_id: number
  topic: string
  channel_id: number
  gateway_id: string
  gateway_node_id: number | null
}

/** Every channel: some dozens. */
export function findChannels(db: Database): Promise<ChannelRow[]> {
  return db.all('select channel_id, name from channel')
}

/** Every uplink: gateways × channels × topics, some thousands on the largest meshes. */
export function findUplinks(db: Database): Promise<UplinkRow[]> {
  return db.all('select uplink_id, topic, channel_id, gateway_id, gateway_node_id from uplink')
}

export function insertChannels(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newChannel, rows)
}

export function insertUplinks(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newUplink, rows)
}
