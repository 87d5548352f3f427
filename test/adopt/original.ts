import type { Database, Insert, Param } from '../../src/db/open.js'

/**
 * The schema of MeshView as each of its revisions leaves it, written from what its databases look
 * like: which columns there are, how they spell times, which constraints they have.
 */
export interface Shape {
  /** `alembic_version`, or null for a database of 2.x. */
  revision: string | null
  /** Times of packets, receptions, traceroutes: as text, as text beside empty numbers, as numbers. */
  times: 'text' | 'both' | 'numbers'
  /** Time of a node: `last_update` as text, the same in microseconds, `last_seen_us`. */
  nodeTimes: 'text' | 'update_us' | 'numbers'
  hasExample?: boolean
  hasRouteReturn?: boolean
  hasKeys?: boolean
  hasGatewayFlag?: boolean
  hasSnapshots?: boolean
  hasRelayNode?: boolean
}

const head = {
  times: 'numbers',
  nodeTimes: 'numbers',
  hasExample: true,
  hasRouteReturn: true,
  hasKeys: true,
  hasGatewayFlag: true,
} as const

export const shapes: readonly Shape[] = [
  { revision: null, times: 'text', nodeTimes: 'text' },
  { revision: 'c88468b7ab0b', times: 'text', nodeTimes: 'text' },
  { revision: '1717fa5c6545', times: 'text', nodeTimes: 'text', hasExample: true },
  { revision: 'fb5781f0c470', times: 'text', nodeTimes: 'text', hasExample: true },
  {
    revision: 'ac311b3782a1',
    times: 'text',
    nodeTimes: 'text',
    hasExample: true,
    hasRouteReturn: true,
  },
  {
    revision: '2b5a61bb2b75',
    times: 'text',
    nodeTimes: 'update_us',
    hasExample: true,
    hasRouteReturn: true,
  },
  {
    revision: 'add_time_us_cols',
    times: 'both',
    nodeTimes: 'update_us',
    hasExample: true,
    hasRouteReturn: true,
  },
  {
    revision: '9f3b1a8d2c4f',
    times: 'numbers',
    nodeTimes: 'update_us',
    hasExample: true,
    hasRouteReturn: true,
  },
  {
    revision: 'b7c3c2e3a1f0',
    times: 'numbers',
    nodeTimes: 'numbers',
    hasExample: true,
    hasRouteReturn: true,
  },
  {
    revision: 'd4d7b0c2e1a4',
    times: 'numbers',
    nodeTimes: 'numbers',
    hasExample: true,
    hasRouteReturn: true,
  },
  { ...head, revision: 'a0c9c13e118f', hasGatewayFlag: false },
  { ...head, revision: '23dad03d2e42' },
  { ...head, revision: '4f1d2a9c8b71', hasSnapshots: true },
  { ...head, revision: 'c6b1d8f2a9e3', hasSnapshots: true, hasRelayNode: true },
]

/** The shape of a revision. */
export function shapeOf(revision: string | null): Shape {
  const shape = shapes.find((each) => each.revision === revision)
  if (shape === undefined) throw new Error(`no shape for ${revision}`)
  return shape
}

/** Makes the empty tables of a version. */
export async function makeSchema(db: Database, shape: Shape): Promise<void> {
  const pg = db.engine === 'postgres'
  const blob = pg ? 'bytea' : 'blob'
  const real = pg ? 'double precision' : 'float'
  const when = pg ? 'timestamp' : 'datetime'
  const serial = pg ? 'serial' : 'integer not null'
  const time = timeColumns(shape, when).join(', ')
  const nodeTime = {
    text: `last_update ${when}`,
    update_us: `last_update ${when}, last_update_us bigint`,
    numbers: 'first_seen_us bigint, last_seen_us bigint',
  }[shape.nodeTimes]
  const statements = [
    `create table node (id varchar not null, node_id bigint, long_name varchar, short_name varchar,
       hw_model varchar, firmware varchar, role varchar, last_lat bigint, last_long bigint,
       channel varchar, ${nodeTime}${shape.hasGatewayFlag ? ', is_mqtt_gateway boolean' : ''},
       primary key (id), unique (node_id))`,
    'create index idx_node_node_id on node (node_id)',
    `create table packet (id ${pg ? 'bigserial' : 'bigint'} not null, portnum integer,
       from_node_id bigint, to_node_id bigint, payload ${blob}, ${time}, channel varchar,
       primary key (id))`,
    'create index idx_packet_from_node_id on packet (from_node_id)',
    'create index idx_packet_to_node_id on packet (to_node_id)',
    `create table packet_seen (packet_id bigint not null, node_id bigint not null,
       rx_time bigint not null, hop_limit integer, hop_start integer, channel varchar,
       rx_snr ${real}, rx_rssi integer, topic varchar, ${time},
       ${shape.hasRelayNode ? 'relay_node integer,' : ''}
       primary key (packet_id, node_id, rx_time), foreign key (packet_id) references packet (id))`,
    'create index idx_packet_seen_node_id on packet_seen (node_id)',
    'create index idx_packet_seen_packet_id on packet_seen (packet_id)',
    `create table traceroute (id ${serial}, packet_id bigint, gateway_node_id bigint, done boolean,
       route ${blob}, ${time}${shape.hasRouteReturn ? `, route_return ${blob}` : ''},
       primary key (id), foreign key (packet_id) references packet (id))`,
  ]
  if (shape.times === 'numbers') {
    statements.push(
      'create index idx_packet_import_time_us on packet (import_time_us)',
      'create index idx_packet_from_node_time_us on packet (from_node_id, import_time_us)',
      'create index idx_packet_seen_import_time_us on packet_seen (import_time_us)',
      'create index idx_traceroute_import_time_us on traceroute (import_time_us)',
    )
  }
  if (shape.hasKeys) {
    statements.push(
      `create table node_public_key (id ${serial}, node_id bigint not null,
         public_key varchar not null, first_seen_us bigint, last_seen_us bigint, primary key (id))`,
      'create index idx_node_public_key_node_id on node_public_key (node_id)',
    )
  }
  if (shape.hasSnapshots) {
    statements.push(
      `create table daily_snapshot (snapshot_date date not null, node_count bigint not null,
         packet_count bigint not null, gateway_count bigint not null,
         captured_at_us bigint not null, primary key (snapshot_date))`,
    )
  }
  if (shape.hasExample) {
    statements.push(
      'create table example (id integer not null, name varchar(100) not null, primary key (id))',
      `insert into example (id, name) values (1, 'kept')`,
    )
  }
  if (shape.revision !== null) {
    statements.push(
      'create table alembic_version (version_num varchar(32) not null, primary key (version_num))',
      `insert into alembic_version values ('${shape.revision}')`,
      `create table migration_status (id integer primary key check (id = 1),
         in_progress boolean not null default false, updated_at timestamp default current_timestamp)`,
      'insert into migration_status (id, in_progress) values (1, false)',
    )
  }
  for (const statement of statements) await db.run(statement)
}

function timeColumns(shape: Shape, when: string): string[] {
  return [
    ...(shape.times === 'numbers' ? [] : [`import_time ${when}`]),
    ...(shape.times === 'text' ? [] : ['import_time_us bigint']),
  ]
}

/** Rows in MeshView's own words; `import_time_us`, `first_seen_us`, `last_seen_us` in microseconds. */
export interface Content {
  node: Row[]
  packet: Row[]
  packet_seen: Row[]
  traceroute: Row[]
  node_public_key: Row[]
  daily_snapshot: Row[]
}

export type Row = Record<string, Param>

/** Writes rows as a version of MeshView would have: times as it spells them, columns it has. */
export async function fill(db: Database, shape: Shape, content: Content): Promise<void> {
  if (db.engine === 'sqlite') await db.run('pragma foreign_keys = off')
  for (const [table, rows] of Object.entries(content) as [keyof Content, Row[]][]) {
    if (table === 'node_public_key' && !shape.hasKeys) continue
    if (table === 'daily_snapshot' && !shape.hasSnapshots) continue
    await insertRows(
      db,
      table,
      rows.map((row) => spelt(shape, table, row)),
    )
  }
  if (db.engine === 'sqlite') await db.run('pragma foreign_keys = on')
}

function spelt(shape: Shape, table: keyof Content, row: Row): Row {
  const { import_time_us, first_seen_us, last_seen_us, is_mqtt_gateway, relay_node, ...rest } = row
  if (table === 'node') {
    if (shape.hasGatewayFlag) rest.is_mqtt_gateway = is_mqtt_gateway ?? null
    if (shape.nodeTimes === 'numbers') return { ...rest, first_seen_us, last_seen_us } as Row
    const last_update = asText(last_seen_us ?? null)
    return shape.nodeTimes === 'text'
      ? { ...rest, last_update }
      : { ...rest, last_update: null, last_update_us: last_seen_us ?? null }
  }
  if (import_time_us === undefined) {
    if (first_seen_us !== undefined) Object.assign(rest, { first_seen_us, last_seen_us })
    return rest
  }
  if (table === 'packet_seen' && shape.hasRelayNode) rest.relay_node = relay_node ?? null
  if (shape.times === 'numbers') return { ...rest, import_time_us }
  const import_time = asText(import_time_us)
  return shape.times === 'text'
    ? { ...rest, import_time }
    : { ...rest, import_time, import_time_us: null }
}

/** As SQLAlchemy writes a datetime: `2025-01-02 03:04:05.678901`. */
function asText(time_us: Param): Param {
  if (typeof time_us !== 'number') return null
  const seconds = new Date(Math.floor(time_us / 1_000_000) * 1000).toISOString().slice(0, 19)
  return `${seconds.replace('T', ' ')}.${String(time_us % 1_000_000).padStart(6, '0')}`
}

const types: Record<string, string> = {
  done: 'boolean',
  is_mqtt_gateway: 'boolean',
  payload: 'bytea',
  route: 'bytea',
  rx_snr: 'double precision',
  import_time: 'timestamp',
  last_update: 'timestamp',
  snapshot_date: 'date',
}
const textColumns = /^(id|long_name|short_name|hw_model|firmware|role|channel|topic|public_key)$/

async function insertRows(db: Database, table: string, rows: Row[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const list = columns.join(', ')
  const typeOf = (column: string) =>
    types[column] ??
    (textColumns.test(column) && !(column === 'id' && table !== 'node') ? 'text' : 'bigint')
  const arrays = columns.map((column) => `?::${typeOf(column)}[]`).join(', ')
  const insert: Insert = {
    perRow: `insert into ${table} (${list}) values (${columns.map(() => '?').join(', ')})`,
    perBatch: `insert into ${table} (${list}) select * from unnest(${arrays})`,
    booleans: columns.flatMap((column, index) => (typeOf(column) === 'boolean' ? [index] : [])),
  }
  for (let start = 0; start < rows.length; start += 5000) {
    const batch = rows.slice(start, start + 5000)
    await db.transaction((tx) =>
      tx.insertMany(
        insert,
        batch.map((row) => columns.map((column) => row[column] ?? null)),
      ),
    )
  }
}
