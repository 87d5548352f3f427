import type { Insert } from './database.js'
import type { Table } from './table.js'
import { columnType } from './types.js'

/** Rows that one statement inserts on SQLite, where there are so many: 40 are no faster. */
export const ROWS_AT_ONCE = 16

/**
 * Prepares an insert into `columns` of `table` for both engines.
 * `onConflict` is the SQL after the values, such as `on conflict do nothing`.
 */
export function insertInto(table: Table, columns: readonly string[], onConflict = ''): Insert {
  const names = columns.join(', ')
  const arrays = columns.map((name) => {
    const column = table.columns[name]
    if (column === undefined) throw new Error(`no column ${name} in table ${table.name}`)
    return `?::${columnType('postgres', column.type)}[]`
  })
  const booleans = columns.flatMap((name, index) =>
    table.columns[name]?.type === 'bool' ? [index] : [],
  )
  const row = `(${columns.map(() => '?').join(', ')})`
  const rows = Array<string>(ROWS_AT_ONCE).fill(row).join(', ')
  return {
    perRow: `insert into ${table.name} (${names}) values ${row} ${onConflict}`,
    perRows: onConflict.includes('do update')
      ? undefined
      : `insert or fail into ${table.name} (${names}) values ${rows} ${onConflict}`,
    perBatch: `insert into ${table.name} (${names}) select * from unnest(${arrays.join(', ')}) ${onConflict}`,
    booleans,
  }
}

/** An insert of every column, in the order in which the table names them. */
export function insertAll(table: Table, onConflict = ''): Insert {
  return insertInto(table, Object.keys(table.columns), onConflict)
}
