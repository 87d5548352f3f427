import type { Database, Insert, Param } from '../database.js'
import { position, telemetry, textMessage } from '../entities/projections.js'
import { insertAll } from '../insert.js'

const newText = insertAll(textMessage, 'on conflict do nothing')
const newTokens: Insert = {
  // The key of an FTS5 table.
  perRow: 'insert or replace into text_search (rowid, tokens) values (?, ?)',
  perBatch: `insert into text_search (packet_key, tokens)
    select packet_key, string_to_array(tokens, ' ')::bigint[]
    from unnest(?::bigint[], ?::text[]) as text (packet_key, tokens) on conflict do nothing`,
  booleans: [],
}
const newPosition = insertAll(position, 'on conflict do nothing')
const newTelemetry = insertAll(telemetry, 'on conflict do nothing')

/** Rows in the order of the columns of `text_message`. */
export function insertTexts(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newText, rows)
}

/** Packet keys and the tokens of their texts, see `textTokens`. */
export function insertTextTokens(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newTokens, rows)
}

/** Rows in the order of the columns of `position`. */
export function insertPositions(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newPosition, rows)
}

/** Rows in the order of the columns of `telemetry`. */
export function insertTelemetry(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newTelemetry, rows)
}
