import type { Database } from './database.js'

/** A piece of SQL about a list, and the list as the one parameter that it takes. */
export interface OneOf {
  sql: string
  list: string
}

/**
 * `column` is one of `values`, whole numbers, as a statement that stays the same whatever their
 * number. PostgreSQL gets an array, whose length its planner sees: of an unfolded JSON text it
 * expects a hundred rows, and reads whole tables for them.
 */
export function oneOf(db: Database, column: string, values: readonly number[]): OneOf {
  return db.engine === 'sqlite'
    ? { sql: `${column} in (select value from json_each(?))`, list: JSON.stringify(values) }
    : { sql: `${column} = any(?::bigint[])`, list: `{${values.join(',')}}` }
}

/** A list as a table with the one column `value`, and the list as the parameter that it takes. */
export function rowsOf(db: Database, values: readonly number[]): OneOf {
  return db.engine === 'sqlite'
    ? { sql: '(select value from json_each(?))', list: JSON.stringify(values) }
    : { sql: '(select unnest(?::bigint[]) as value)', list: `{${values.join(',')}}` }
}

/**
 * Asks for the rows of many values, each named once, in one statement; of none nothing is asked.
 * On PostgreSQL each statement is a way to the server and back.
 */
export async function askAmong<T>(
  db: Database,
  column: string,
  values: Iterable<number>,
  ask: (among: OneOf) => Promise<T[]>,
): Promise<T[]> {
  const wanted = [...new Set(values)]
  return wanted.length === 0 ? [] : ask(oneOf(db, column, wanted))
}

/**
 * Packets with the mesh ids of a list are no more than this: ids come round again, and whoever sends
 * a packet may choose its id.
 */
export const MOST_OF_IDS = 2000
