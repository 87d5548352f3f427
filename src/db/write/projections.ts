import type { Database, Param } from '../database.js'
import { position, telemetry, textMessage } from '../entities/projections.js'
import { insertAll } from '../insert.js'

const newText = insertAll(textMessage, 'on conflict do nothing')
const newPosition = insertAll(position, 'on conflict do nothing')
const newTelemetry = insertAll(telemetry, 'on conflict do nothing')

/** Rows in the order of the columns of `text_message`. */
export function insertTexts(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newText, rows)
}

/** Rows in the order of the columns of `position`. */
export function insertPositions(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newPosition, rows)
}

/** Rows in the order of the columns of `telemetry`. */
export function insertTelemetry(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(newTelemetry, rows)
}
