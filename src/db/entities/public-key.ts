import type { Table } from '../table.js'

/** Every public key that a node announced (hex): more than one is a reason to look closer. */
export const nodePublicKey: Table = {
  name: 'node_public_key',
  columns: {
    node_id: { type: 'bigint', primary: true },
    public_key: { type: 'text', primary: true },
    first_seen_us: { type: 'bigint' },
    last_seen_us: { type: 'bigint' },
  },
  indices: { node_public_key_key: { columns: ['public_key'] } },
}
