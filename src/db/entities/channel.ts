import type { Table } from '../table.js'

/** A channel name as gateways send it (`ServiceEnvelope.channel_id`), numbered once. */
export const channel: Table = {
  name: 'channel',
  columns: {
    channel_id: { type: 'int', primary: true },
    name: { type: 'text' },
  },
  indices: { channel_name: { columns: ['name'], unique: true } },
}
