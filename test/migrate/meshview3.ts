import type { Database } from '../../src/db/open.js'

/** The revisions of MeshView 3.x (and before it) of which a database is made here. */
export const oldVersions = [
  'before Alembic',
  'c88468b7ab0b',
  '9f3b1a8d2c4f',
  '23dad03d2e42',
  '4f1d2a9c8b71',
  'c6b1d8f2a9e3',
] as const

export type OldVersion = (typeof oldVersions)[number]

/** 2025-01-02 03:04:05.678901 UTC, as text and in microseconds. */
const TIME = '2025-01-02 03:04:05.678901'
export const TIME_US = 1_735_787_045_678_901

/** A small database as a version of MeshView leaves it, with orphans (SQLite) and missing times. */
export async function makeMeshview3(db: Database, version: OldVersion): Promise<void> {
  const pg = db.engine === 'postgres'
  const textTimes = version === 'before Alembic' || version === 'c88468b7ab0b'
  const strict = version === 'before Alembic' ? ' not null' : ''
  const blob = pg ? 'bytea' : 'blob'
  const when = pg ? 'timestamp' : 'datetime'
  const serial = pg ? 'serial' : 'integer not null'
  const time = textTimes ? `import_time ${when}` : 'import_time_us bigint'
  const statements = [
    `create table node (id varchar not null, node_id bigint, long_name varchar${strict}, short_name varchar${strict}, hw_model varchar, firmware varchar, role varchar, last_lat bigint, last_long bigint, channel varchar, ${textTimes ? `last_update ${when}` : 'first_seen_us bigint, last_seen_us bigint, is_mqtt_gateway boolean'}, primary key (id), unique (node_id))`,
    'create index idx_node_node_id on node (node_id)',
    `create table packet (id ${pg ? 'bigserial' : 'bigint'} not null, portnum integer, from_node_id bigint, to_node_id bigint, payload ${blob}, ${time}, channel varchar, primary key (id))`,
    'create index idx_packet_from_node_id on packet (from_node_id)',
    textTimes ? 'create index idx_packet_import_time on packet (import_time desc)' : '',
    `create table packet_seen (packet_id bigint not null, node_id bigint not null, rx_time bigint not null, hop_limit integer, hop_start integer, channel varchar, rx_snr float, rx_rssi integer, topic varchar, ${time}, ${version === 'c6b1d8f2a9e3' ? 'relay_node integer, ' : ''}primary key (packet_id, node_id, rx_time), foreign key (packet_id) references packet (id))`,
    `create table traceroute (id ${serial}, packet_id bigint, gateway_node_id bigint, done boolean, route ${blob}, ${time}${textTimes ? '' : `, route_return ${blob}`}, primary key (id), foreign key (packet_id) references packet (id))`,
  ]
  if (!textTimes) {
    statements.push(
      `create table node_public_key (id ${serial}, node_id bigint not null, public_key varchar not null, first_seen_us bigint, last_seen_us bigint, primary key (id))`,
      `insert into node_public_key (id, node_id, public_key) values (1, 7, 'abcd')`,
    )
  }
  if (version === '4f1d2a9c8b71' || version === 'c6b1d8f2a9e3') {
    statements.push(
      'create table daily_snapshot (snapshot_date date not null, node_count bigint not null, packet_count bigint not null, gateway_count bigint not null, captured_at_us bigint not null, primary key (snapshot_date))',
      `insert into daily_snapshot values ('2026-03-05', 1, 2, 3, 4)`,
    )
  }
  if (version !== 'before Alembic') {
    statements.push(
      'create table alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))',
      `insert into alembic_version values ('${version}')`,
      'create table migration_status (id integer primary key check (id = 1), in_progress boolean not null default false, updated_at timestamp default current_timestamp)',
      'insert into migration_status (id, in_progress) values (1, false)',
      'create table example (id integer not null, name varchar(100) not null, primary key (id))',
    )
  }
  const value = textTimes ? `'${TIME}'` : String(TIME_US)
  const column = textTimes ? 'import_time' : 'import_time_us'
  statements.push(
    `insert into node (id, node_id, long_name, short_name, ${textTimes ? 'last_update' : 'last_seen_us'}) values ('!00000007', 7, 'seven', '7', ${value}), ('!00000008', 8, 'eight', '8', null)`,
    `insert into packet (id, portnum, from_node_id, to_node_id, payload, channel, ${column}) values (1, 1, 7, 8, ${pg ? `'\\x0a0b'` : `x'0a0b'`}, 'LongFast', ${value}), (2, 3, 8, 7, null, null, null)`,
    `insert into packet_seen (packet_id, node_id, rx_time, rx_snr, ${column}) values (1, 8, 1735787045, 5.25, ${value}), (1, 9, 1735787046, -3.5, null), (2, 8, 0, null, null)`,
    `insert into traceroute (id, packet_id, gateway_node_id, done, ${column}) values (1, 1, 8, true, ${value}), (2, 2, 8, false, null)`,
  )
  for (const statement of statements) if (statement !== '') await db.run(statement)
  if (!pg) {
    // Python never enforced foreign keys on SQLite, so such rows exist.
    await db.run('pragma foreign_keys = off')
    await db.run('insert into packet_seen (packet_id, node_id, rx_time) values (99, 8, 1)')
    await db.run('pragma foreign_keys = on')
  }
}

/** Rows of MeshView's tables, by name, in a comparable order. */
export async function rowsOf(db: Database, prefix = ''): Promise<Record<string, unknown[]>> {
  const order: Record<string, string> = {
    node: 'id',
    packet: 'id',
    packet_seen: 'packet_id, node_id, rx_time',
    traceroute: 'id',
  }
  const rows: Record<string, unknown[]> = {}
  for (const [table, by] of Object.entries(order)) {
    rows[table] = await db.all(`select * from ${prefix}${table} order by ${by}`)
  }
  return rows
}
