import type { Database, Param } from './open.js'
import type { Engine } from './types.js'

/** What a member of an object is read from. */
export interface JsonMember {
  /** A column or an expression. */
  sql: string
  /** SQLite has no booleans: 0 and 1 become `false` and `true`. */
  isBoolean?: boolean
}

/** The members of an object by name, in the order in which they stand in it. */
export type JsonMembers = Readonly<Record<string, JsonMember>>

/** The `!hex` id of the node whose number `column` holds. */
export function nodeIdSql(engine: Engine, column: string): string {
  return engine === 'sqlite'
    ? `printf('!%08x', ${column})`
    : `'!' || lpad(to_hex(${column}), 8, '0')`
}

/**
 * The rows of `rest` (`from …` up to its limit) as objects of JSON with commas between, in UTF-8, as
 * `JSON.stringify` would write them. For long lists that nobody here looks into: values that are
 * made for JavaScript and written again cost three times as much.
 */
export async function rowsAsJson(
  db: Database,
  members: JsonMembers,
  rest: string,
  params: readonly Param[],
): Promise<Buffer> {
  if (db.engine === 'postgres') {
    const columns = Object.entries(members).map(([name, { sql }]) => `${sql} as ${name}`)
    const rows = await db.all<{ item: string }>(
      `select row_to_json(item)::text as item from (select ${columns.join(', ')} ${rest}) item`,
      params,
    )
    return Buffer.from(rows.map(({ item }) => item).join(','))
  }
  // As bytes: a text would be decoded for JavaScript, to be encoded again.
  const row = await db.get<{ items: Buffer | null }>(
    `select cast(group_concat(item, ',') as blob) as items
      from (select ${jsonObject(members)} as item ${rest})`,
    params,
  )
  return row?.items ?? Buffer.alloc(0)
}

function jsonObject(members: JsonMembers): string {
  const pairs = Object.entries(members).map(([name, { sql, isBoolean }]) => {
    const value = isBoolean
      ? `case when ${sql} then json('true') when not ${sql} then json('false') end`
      : sql
    return `'${name}', ${value}`
  })
  return `json_object(${pairs.join(', ')})`
}
