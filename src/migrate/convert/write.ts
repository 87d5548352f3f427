import * as today from '../../db/entities/index.js'
import type { Rows } from '../../db/ingest/rows.js'
import { insertAll } from '../../db/insert.js'
import type { Database, Insert, Param } from '../../db/open.js'
import type { Table } from '../../db/table.js'
import type { LinkDelta } from '../../db/write/links.js'
import type { NodePatch } from '../../db/write/nodes.js'
import type { FrozenTable } from './tables.js'
import * as frozen from './tables.js'

// The statements with which the conversion writes, as of revision 5d0a7c1e93b4: they never change,
// whatever the writer's own come to be. The rows are made by the writer's functions of today. A
// column that they know and these do not came with a later revision, which runs after the
// conversion and fills it, as it does for every database that was converted before.

/** A statement, and where each of its columns stands in a row as it is made today. */
export interface FrozenInsert {
  insert: Insert
  places: readonly number[]
}

/**
 * The insert of every column of `table`, out of rows in the order of `model`. Throws where rows
 * do not have a column any more: then the conversion has to make it itself.
 */
export function frozenInsert(table: FrozenTable, model: Table, onConflict = ''): FrozenInsert {
  const made = Object.keys(model.columns)
  const places = Object.keys(table.columns).map((name) => {
    const place = made.indexOf(name)
    if (place >= 0) return place
    throw new Error(
      `${model.name}.${name} is gone from the models, but the conversion of MeshView 3.x fills it: src/migrate/convert/ has to make its value now`,
    )
  })
  return { insert: insertAll(table, onConflict), places }
}

/** Runs the insert for rows as they are made today. */
export function insertFrozen(
  tx: Database,
  { insert, places }: FrozenInsert,
  rows: Iterable<readonly Param[]>,
): Promise<void> {
  const chosen = [...rows].map((row) => places.map((place) => row[place] ?? null))
  return tx.insertMany(insert, chosen)
}

/** Today's model of a table that is frozen. */
function modelOf(table: FrozenTable): Table {
  const model = today.tables.find((each) => each.name === table.name)
  if (model === undefined) {
    throw new Error(
      `the table ${table.name} is gone from the models, but the conversion of MeshView 3.x fills it`,
    )
  }
  return model
}

function ofToday(table: FrozenTable, onConflict = ''): FrozenInsert {
  return frozenInsert(table, modelOf(table), onConflict)
}

const newChannel = ofToday(frozen.channel)
const newUplink = ofToday(frozen.uplink)
const newText = ofToday(frozen.textMessage, 'on conflict do nothing')
const newPosition = ofToday(frozen.position, 'on conflict do nothing')
const newTelemetry = ofToday(frozen.telemetry, 'on conflict do nothing')
const upsertRoute = ofToday(
  frozen.traceroute,
  'on conflict (packet_key, uplink_id) do update set route = excluded.route',
)
const upsertHop = ofToday(
  frozen.tracerouteHop,
  `on conflict (packet_key, direction, hop) do update
     set node_id = excluded.node_id, snr4 = excluded.snr4`,
)
const upsertKey = ofToday(
  frozen.nodePublicKey,
  'on conflict (node_id, public_key) do update set last_seen_us = excluded.last_seen_us',
)
const addTraffic = ofToday(
  frozen.trafficHourly,
  `on conflict (hour, portnum, channel_id) do update set
     packets = traffic_hourly.packets + excluded.packets,
     receptions = traffic_hourly.receptions + excluded.receptions`,
)
const addNodeHour = ofToday(
  frozen.nodeHourly,
  `on conflict (hour, node_id, portnum) do update set
     sent = node_hourly.sent + excluded.sent, seen = node_hourly.seen + excluded.seen`,
)
const addGatewayHour = ofToday(
  frozen.gatewayHourly,
  `on conflict (hour, gateway_node_id) do update set
     receptions = gateway_hourly.receptions + excluded.receptions`,
)

// These rows the conversion makes itself, in the order of its own tables.
const newPacket = insertAll(frozen.packet)
const newReception = insertAll(frozen.reception, 'on conflict do nothing')
const addCounter = insertAll(
  frozen.counter,
  'on conflict (name) do update set value = counter.value + excluded.value',
)

const keptOfNode = [
  'long_name',
  'short_name',
  'hw_model',
  'firmware',
  'role',
  'channel',
  'is_licensed',
  'is_unmessagable',
  'public_key',
  'region',
  'modem_preset',
  'nodeinfo_us',
  'gateway_seen_us',
]
const placeOfNode = ['last_lat', 'last_long', 'altitude', 'precision_bits', 'position_us']
const isNewerPlace =
  'excluded.position_us is not null and excluded.position_us >= coalesce(node.position_us, 0)'
const upsertNode = insertAll(
  frozen.node,
  `on conflict (node_id) do update set
     ${keptOfNode.map((name) => `${name} = coalesce(excluded.${name}, node.${name})`).join(', ')},
     ${placeOfNode.map((name) => `${name} = case when ${isNewerPlace} then excluded.${name} else node.${name} end`).join(', ')},
     first_seen_us = case when excluded.first_seen_us < node.first_seen_us
       then excluded.first_seen_us else node.first_seen_us end,
     last_seen_us = case when excluded.last_seen_us > node.last_seen_us
       then excluded.last_seen_us else node.last_seen_us end`,
)
const nodeColumns = Object.keys(frozen.node.columns) as (keyof NodePatch)[]

/** One patch per node; a node that is new gets its row. */
export function writeNodes(tx: Database, patches: Iterable<NodePatch>): Promise<void> {
  const rows = [...patches].map((patch) => nodeColumns.map((name) => patch[name] ?? null))
  return tx.insertMany(upsertNode, rows)
}

const addedToLink = ['count', 'snr_count', 'snr4_sum', 'rssi_count', 'rssi_sum']
const latestOfLink = ['snr4_last', 'rssi_last']
const upsertLink = insertAll(
  frozen.link,
  `on conflict (from_node_id, to_node_id, kind) do update set
     ${addedToLink.map((name) => `${name} = link.${name} + excluded.${name}`).join(', ')},
     ${latestOfLink.map((name) => `${name} = coalesce(excluded.${name}, link.${name})`).join(', ')},
     ${extreme('snr4_min', '<')}, ${extreme('snr4_max', '>')},
     ${extreme('rssi_min', '<')}, ${extreme('rssi_max', '>')},
     ${extreme('last_seen_us', '>')}`,
)
const linkColumns = Object.keys(frozen.link.columns) as (keyof LinkDelta)[]

/** The lesser (`<`) or greater (`>`) of two values of which either may be null. */
function extreme(name: string, than: '<' | '>'): string {
  return `${name} = case when link.${name} is null or excluded.${name} ${than} link.${name}
    then coalesce(excluded.${name}, link.${name}) else link.${name} end`
}

function writeLinks(tx: Database, deltas: Iterable<LinkDelta>): Promise<void> {
  const rows = [...deltas].map((delta) => linkColumns.map((name) => delta[name] ?? null))
  return tx.insertMany(upsertLink, rows)
}

/** Writes what a slice made, within its transaction. */
export async function writeRows(tx: Database, rows: Rows): Promise<void> {
  await insertFrozen(tx, newChannel, rows.channels)
  await insertFrozen(tx, newUplink, rows.uplinks)
  await tx.insertMany(newPacket, rows.packets)
  await tx.insertMany(newReception, rows.receptions)
  await insertFrozen(tx, newText, rows.texts)
  await insertFrozen(tx, newPosition, rows.positions)
  await insertFrozen(tx, newTelemetry, rows.telemetry)
  await insertFrozen(tx, upsertRoute, rows.routes.values())
  await insertFrozen(tx, upsertHop, rows.hops.values())
  await writeNodes(tx, rows.nodes.values())
  await insertFrozen(tx, upsertKey, rows.publicKeys.values())
  await writeLinks(tx, rows.links.values())
  await insertFrozen(tx, addTraffic, rows.trafficHours.values())
  await insertFrozen(tx, addNodeHour, rows.nodeHours.values())
  await insertFrozen(tx, addGatewayHour, rows.gatewayHours.values())
  await tx.insertMany(addCounter, [...rows.counters])
}
