import type { Table } from '../table.js'

/**
 * One packet of the mesh, whoever heard it. Its identity is (`from_node_id`, `id`);
 * ids are unique only per sender and come round again after a while, so the index on
 * them is not unique and `packet_key`, which only grows, orders feed and pages.
 *
 * `data` holds the bytes of the decrypted `Data` message, or the ciphertext where
 * `encrypted` (then `portnum` is 0, UNKNOWN_APP). `channel_hash` is `MeshPacket.channel`:
 * the hash of name and key on encrypted uplinks, a slot number on decoded ones.
 */
export const packet: Table = {
  name: 'packet',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    id: { type: 'bigint' },
    from_node_id: { type: 'bigint' },
    to_node_id: { type: 'bigint' },
    portnum: { type: 'int' },
    encrypted: { type: 'bool' },
    channel_id: { type: 'int' },
    channel_hash: { type: 'int' },
    import_time_us: { type: 'bigint' },
    priority: { type: 'int' },
    want_ack: { type: 'bool' },
    pki_encrypted: { type: 'bool' },
    request_id: { type: 'bigint', nullable: true },
    reply_id: { type: 'bigint', nullable: true },
    data: { type: 'bytes' },
  },
  indices: {
    packet_id: { columns: ['id', 'from_node_id'] },
    packet_import_time: { columns: ['import_time_us'] },
    packet_from: { columns: ['from_node_id', 'packet_key'] },
    packet_to: { columns: ['to_node_id', 'packet_key'], where: 'to_node_id <> 4294967295' },
    packet_portnum: { columns: ['portnum', 'packet_key'] },
    packet_channel: { columns: ['channel_id', 'packet_key'] },
    packet_request: { columns: ['request_id'], where: 'request_id is not null' },
    packet_reply: { columns: ['reply_id'], where: 'reply_id is not null' },
  },
}
