import type { QueryRunner } from 'typeorm'
import {
  createIndex,
  createTable,
  dropIndex,
  dropTable,
  engineOf,
  quotedList,
  type Revision,
  renameTable,
  sql,
  type TableDefinition,
} from '../src/migrate/columns.js'

const kind = { kind: { type: 'int', primary: true } } as const
const ends = {
  from_node_id: { type: 'bigint', primary: true },
  to_node_id: { type: 'bigint', primary: true },
} as const
const proofs = {
  count: { type: 'int' },
  first_seen_us: { type: 'bigint' },
  last_seen_us: { type: 'bigint' },
  snr_count: { type: 'int' },
  snr4_sum: { type: 'bigint' },
  snr4_last: { type: 'int', nullable: true },
  snr4_min: { type: 'int', nullable: true },
  snr4_max: { type: 'int', nullable: true },
  rssi_count: { type: 'int' },
  rssi_sum: { type: 'bigint' },
  rssi_last: { type: 'int', nullable: true },
  rssi_min: { type: 'int', nullable: true },
  rssi_max: { type: 'int', nullable: true },
} as const
const toEnd = { link_to: { columns: ['to_node_id', 'kind'] } }

const linksByEnds: TableDefinition = {
  name: 'link',
  withoutRowid: true,
  columns: { ...ends, ...kind, ...proofs },
  indices: { ...toEnd, link_last_seen: { columns: ['kind', 'last_seen_us'] } },
}
const linksByKind: TableDefinition = {
  name: 'link',
  withoutRowid: true,
  columns: { ...kind, ...ends, ...proofs },
  indices: toEnd,
}

const copies: TableDefinition = {
  name: 'traceroute',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    uplink_id: { type: 'int', primary: true },
    import_time_us: { type: 'bigint' },
    done: { type: 'bool' },
    route: { type: 'bytes' },
  },
}
const copiesByKey: TableDefinition = { ...copies, withoutRowid: true }

/**
 * Links of one kind lie together: those of a period are then found without an index of their age,
 * which followed every packet. Copies of traceroutes lie in their key, instead of beside it.
 */
export const linksByKindFirst: Revision = {
  name: 'LinksByKind1795766100194',
  revision: '9c4e1b7a60d3',
  downRevision: '262999c68b8e',
  message: 'links by kind, copies of traceroutes in their key',
  // Both tables, and once more in the log until the commit.
  workspace: 0.5,

  async up(queryRunner) {
    await remake(queryRunner, linksByEnds, linksByKind)
    await remake(queryRunner, copies, copiesByKey)
  },

  async down(queryRunner) {
    await remake(queryRunner, linksByKind, linksByEnds)
    await remake(queryRunner, copiesByKey, copies)
  },
}

/** Makes the table anew, its rows in the order of its key; indexes when all are in. */
async function remake(
  queryRunner: QueryRunner,
  from: TableDefinition,
  to: TableDefinition,
): Promise<void> {
  const { name } = to
  for (const index of Object.keys(from.indices ?? {})) await dropIndex(queryRunner, index)
  if (engineOf(queryRunner) === 'postgres') {
    // The names of keys are unique in a schema, and the new table wants this one.
    await sql(queryRunner, `alter table ${name} drop constraint ${name}_pkey`)
  }
  await renameTable(queryRunner, name, `${name}_old`)
  await createTable(queryRunner, { ...to, indices: {} })
  const columns = Object.keys(to.columns)
  const key = columns.filter((column) => to.columns[column]?.primary)
  await sql(
    queryRunner,
    `insert into ${name} (${quotedList(columns)})
     select ${quotedList(columns)} from ${name}_old order by ${quotedList(key)}`,
  )
  await dropTable(queryRunner, `${name}_old`)
  for (const [index, definition] of Object.entries(to.indices ?? {})) {
    await createIndex(queryRunner, index, name, definition)
  }
}
