import type { QueryRunner } from 'typeorm'
import {
  createTable,
  dropTable,
  engineOf,
  hasTable,
  quoted,
  type Revision,
  renameTable,
  sql,
  type TableDefinition,
} from '../src/migrate/columns.js'
import { addMissingIndices, meshview3Tables } from './meshview3.js'

/** MeshView's tables, children before parents; the last came with its 3.0.6. */
const oldTables = [...meshview3Tables.map((table) => table.name).reverse(), 'daily_snapshot']

const tables: readonly TableDefinition[] = [
  {
    name: 'channel',
    columns: {
      channel_id: { type: 'int', primary: true },
      name: { type: 'text' },
    },
    indices: {
      channel_name: { columns: ['name'], unique: true },
    },
  },
  {
    name: 'uplink',
    columns: {
      uplink_id: { type: 'int', primary: true },
      topic: { type: 'text' },
      channel_id: { type: 'int' },
      gateway_id: { type: 'text' },
      gateway_node_id: { type: 'bigint', nullable: true },
    },
    indices: {
      uplink_identity: { columns: ['topic', 'channel_id', 'gateway_id'], unique: true },
      uplink_gateway: { columns: ['gateway_node_id'] },
    },
  },
  {
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
  },
  {
    name: 'reception',
    withoutRowid: true,
    columns: {
      packet_key: { type: 'bigint', primary: true },
      uplink_id: { type: 'int', primary: true },
      rx_time: { type: 'bigint', primary: true },
      delay_us: { type: 'bigint' },
      rx_rssi: { type: 'int' },
      rx_snr4: { type: 'int' },
      hop_limit: { type: 'int' },
      hop_start: { type: 'int' },
      relay_node: { type: 'int' },
      next_hop: { type: 'int' },
      via_mqtt: { type: 'bool' },
    },
    indices: {
      reception_uplink: { columns: ['uplink_id', 'packet_key'] },
    },
  },
  {
    name: 'node',
    columns: {
      node_id: { type: 'bigint', primary: true },
      long_name: { type: 'text', nullable: true },
      short_name: { type: 'text', nullable: true },
      hw_model: { type: 'text', nullable: true },
      firmware: { type: 'text', nullable: true },
      role: { type: 'text', nullable: true },
      channel: { type: 'text', nullable: true },
      last_lat: { type: 'int', nullable: true },
      last_long: { type: 'int', nullable: true },
      altitude: { type: 'int', nullable: true },
      precision_bits: { type: 'int', nullable: true },
      position_us: { type: 'bigint', nullable: true },
      is_licensed: { type: 'bool', nullable: true },
      is_unmessagable: { type: 'bool', nullable: true },
      public_key: { type: 'text', nullable: true },
      region: { type: 'text', nullable: true },
      modem_preset: { type: 'text', nullable: true },
      first_seen_us: { type: 'bigint' },
      last_seen_us: { type: 'bigint' },
      nodeinfo_us: { type: 'bigint', nullable: true },
      gateway_seen_us: { type: 'bigint', nullable: true },
    },
    indices: {
      node_last_seen: { columns: ['last_seen_us'] },
      node_short_name: { columns: ['short_name'] },
    },
  },
  {
    name: 'text_message',
    columns: {
      packet_key: { type: 'bigint', primary: true },
      channel_id: { type: 'int' },
      direct: { type: 'bool' },
      text: { type: 'text' },
      reply_id: { type: 'bigint', nullable: true },
      emoji: { type: 'int' },
    },
    indices: {
      text_message_channel: { columns: ['channel_id', 'packet_key'], where: 'not direct' },
    },
  },
  {
    name: 'position',
    columns: {
      packet_key: { type: 'bigint', primary: true },
      node_id: { type: 'bigint' },
      import_time_us: { type: 'bigint' },
      latitude_i: { type: 'int' },
      longitude_i: { type: 'int' },
      altitude: { type: 'int', nullable: true },
      precision_bits: { type: 'int', nullable: true },
      sats_in_view: { type: 'int', nullable: true },
      ground_speed: { type: 'int', nullable: true },
      ground_track: { type: 'int', nullable: true },
    },
    indices: {
      position_node: { columns: ['node_id', 'packet_key'] },
      position_import_time: { columns: ['import_time_us'] },
    },
  },
  {
    name: 'telemetry',
    columns: {
      packet_key: { type: 'bigint', primary: true },
      node_id: { type: 'bigint' },
      import_time_us: { type: 'bigint' },
      variant: { type: 'int' },
      metrics: { type: 'bytes' },
    },
    indices: {
      telemetry_node: { columns: ['node_id', 'variant', 'packet_key'] },
      telemetry_import_time: { columns: ['import_time_us'] },
    },
  },
  {
    name: 'traceroute',
    columns: {
      packet_key: { type: 'bigint', primary: true },
      uplink_id: { type: 'int', primary: true },
      import_time_us: { type: 'bigint' },
      done: { type: 'bool' },
      route: { type: 'bytes' },
    },
  },
  {
    name: 'traceroute_hop',
    withoutRowid: true,
    columns: {
      packet_key: { type: 'bigint', primary: true },
      direction: { type: 'int', primary: true },
      hop: { type: 'int', primary: true },
      node_id: { type: 'bigint' },
      snr4: { type: 'int', nullable: true },
    },
    indices: {
      traceroute_hop_node: { columns: ['node_id', 'packet_key'] },
    },
  },
  {
    name: 'link',
    withoutRowid: true,
    columns: {
      from_node_id: { type: 'bigint', primary: true },
      to_node_id: { type: 'bigint', primary: true },
      kind: { type: 'int', primary: true },
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
    },
    indices: {
      link_to: { columns: ['to_node_id', 'kind'] },
      link_last_seen: { columns: ['kind', 'last_seen_us'] },
    },
  },
  {
    name: 'node_public_key',
    columns: {
      node_id: { type: 'bigint', primary: true },
      public_key: { type: 'text', primary: true },
      first_seen_us: { type: 'bigint' },
      last_seen_us: { type: 'bigint' },
    },
    indices: {
      node_public_key_key: { columns: ['public_key'] },
    },
  },
  {
    name: 'traffic_hourly',
    withoutRowid: true,
    columns: {
      hour: { type: 'int', primary: true },
      portnum: { type: 'int', primary: true },
      channel_id: { type: 'int', primary: true },
      packets: { type: 'int' },
      receptions: { type: 'int' },
    },
  },
  {
    name: 'node_hourly',
    withoutRowid: true,
    columns: {
      hour: { type: 'int', primary: true },
      node_id: { type: 'bigint', primary: true },
      portnum: { type: 'int', primary: true },
      sent: { type: 'int' },
      seen: { type: 'int' },
    },
    indices: {
      node_hourly_node: { columns: ['node_id', 'hour'] },
    },
  },
  {
    name: 'gateway_hourly',
    withoutRowid: true,
    columns: {
      hour: { type: 'int', primary: true },
      gateway_node_id: { type: 'bigint', primary: true },
      receptions: { type: 'int' },
    },
    indices: {
      gateway_hourly_gateway: { columns: ['gateway_node_id', 'hour'] },
    },
  },
  {
    name: 'daily_snapshot',
    columns: {
      snapshot_date: { type: 'text', primary: true },
      node_count: { type: 'int' },
      packet_count: { type: 'int' },
      gateway_count: { type: 'int' },
      captured_at_us: { type: 'bigint' },
    },
  },
  {
    name: 'counter',
    columns: {
      name: { type: 'text', primary: true },
      value: { type: 'bigint' },
    },
  },
  {
    name: 'malformed',
    columns: {
      malformed_id: { type: 'bigint', primary: true },
      import_time_us: { type: 'bigint' },
      topic: { type: 'text' },
      reason: { type: 'text' },
      payload: { type: 'bytes' },
    },
  },
  {
    name: 'writer_status',
    columns: {
      id: { type: 'int', primary: true },
      owner: { type: 'text' },
      version: { type: 'text' },
      started_us: { type: 'bigint' },
      heartbeat_us: { type: 'bigint' },
      connected: { type: 'bool' },
      broker: { type: 'text' },
      connected_us: { type: 'bigint', nullable: true },
      error: { type: 'text', nullable: true },
      last_message_us: { type: 'bigint', nullable: true },
      last_packet_key: { type: 'bigint' },
    },
  },
]

/**
 * Our own schema. MeshView's tables step aside under the name `v3_…` where they hold rows, to be
 * converted by the next revision, and go where they are empty.
 */
export const mesh: Revision = {
  name: 'Mesh1772000001000',
  revision: '5d0a7c1e93b4',
  downRevision: '23dad03d2e42',
  message: 'own schema: packets by sender and id, receptions by uplink',
  downLoses: 'everything received since the upgrade from MeshView 3.x',

  async up(queryRunner) {
    for (const table of oldTables) await stepAside(queryRunner, table)
    for (const table of tables) await createTable(queryRunner, table)
    if (await hasTable(queryRunner, 'alembic_version')) {
      // The Python program refuses a revision it does not know, instead of working on this schema.
      await sql(queryRunner, `update alembic_version set version_num = '5d0a7c1e93b4'`)
    }
  },

  async down(queryRunner) {
    for (const table of tables) await dropTable(queryRunner, table.name)
    for (const table of meshview3Tables) {
      if (await hasTable(queryRunner, `v3_${table.name}`)) {
        await comeBack(queryRunner, table.name)
        await addMissingIndices(queryRunner, table)
      } else await createTable(queryRunner, table)
    }
    if (await hasTable(queryRunner, 'v3_daily_snapshot')) {
      await comeBack(queryRunner, 'daily_snapshot')
    }
    if (await hasTable(queryRunner, 'alembic_version')) {
      await sql(queryRunner, `update alembic_version set version_num = '23dad03d2e42'`)
    }
  },
}

async function stepAside(queryRunner: QueryRunner, table: string): Promise<void> {
  if (!(await hasTable(queryRunner, table))) return
  const rows = await sql(queryRunner, `select 1 from ${quoted(table)} limit 1`)
  // A child with rows keeps its parent, even an empty one: SQLite allows orphans.
  if (rows.length === 0 && !(await isReferredTo(queryRunner, table))) {
    await dropTable(queryRunner, table)
    return
  }
  await dropIndices(queryRunner, table)
  await renameTable(queryRunner, table, `v3_${table}`)
  await renameConstraints(queryRunner, `v3_${table}`, (name) => `v3_${name}`)
}

async function comeBack(queryRunner: QueryRunner, table: string): Promise<void> {
  await renameTable(queryRunner, `v3_${table}`, table)
  await renameConstraints(queryRunner, table, (name) => name.replace(/^v3_/, ''))
}

async function isReferredTo(queryRunner: QueryRunner, table: string): Promise<boolean> {
  if (table !== 'packet') return false
  for (const child of ['packet_seen', 'traceroute']) {
    if (await hasTable(queryRunner, `v3_${child}`)) return true
  }
  return false
}

/** All indexes but those that a constraint is made of. */
async function dropIndices(queryRunner: QueryRunner, table: string): Promise<void> {
  const rows = await sql<{ name: string }>(
    queryRunner,
    engineOf(queryRunner) === 'postgres'
      ? `select i.indexrelid::regclass::text as name from pg_index i where i.indrelid = to_regclass(?)
         and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`
      : `select name from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`,
    [table],
  )
  for (const { name } of rows) await sql(queryRunner, `drop index ${name}`)
}

/** PostgreSQL: names of constraints' indexes are unique in a schema, and ours want them. */
async function renameConstraints(
  queryRunner: QueryRunner,
  table: string,
  rename: (name: string) => string,
): Promise<void> {
  if (engineOf(queryRunner) !== 'postgres') return
  const rows = await sql<{ name: string }>(
    queryRunner,
    `select conname as name from pg_constraint where conrelid = to_regclass(?) and contype in ('p', 'u')`,
    [table],
  )
  for (const { name } of rows) {
    if (rename(name) === name) continue
    await sql(
      queryRunner,
      `alter table ${quoted(table)} rename constraint ${quoted(name)} to ${quoted(rename(name))}`,
    )
  }
}
