import type BetterSqlite3 from 'better-sqlite3'

/** Makes an object of a row: `[1, 'x']` → `{ node_id: 1, long_name: 'x' }`. */
export type RowMaker = (row: readonly unknown[]) => Record<string, unknown>

/**
 * Makes objects of the rows of a statement in raw mode. The driver's own objects are put together
 * key by key: a list of nodes took twice as long to read (docs/performance.md). A function is
 * written for each statement, so that V8 knows the shape of its rows.
 */
export function rowMaker(raw: BetterSqlite3.Statement): RowMaker {
  let width = -1
  let make: RowMaker
  return (row) => {
    // `select *` has other columns when the schema has changed under the statement.
    if (row.length !== width) {
      make = written(raw.columns().map(({ name }) => name))
      width = row.length
    }
    return make(row)
  }
}

function written(names: readonly string[]): RowMaker {
  const fields = names.map((name, index) => `[${JSON.stringify(name)}]: row[${index}]`)
  return new Function('row', `return { ${fields.join(', ')} }`) as RowMaker
}
