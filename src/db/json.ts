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
 * The columns of a row as one text, a JSON array. To tell whether a row is as it was: making thirteen
 * values for JavaScript takes twice as long as this.
 */
export function jsonArraySql(engine: Engine, columns: readonly string[]): string {
  const list = columns.join(', ')
  return engine === 'sqlite' ? `json_array(${list})` : `json_build_array(${list})::text`
}

/**
 * `{"NAME":[…]}` of the rows of `rest` (`from …` up to its limit) as objects, in UTF-8, as
 * `JSON.stringify` would write it. For long lists that nobody here looks into: values that are
 * made for JavaScript and written again cost three times as much. All of the answer, since bytes
 * that are put together here lie about twice, and make garbage be collected twice as often.
 */
export async function rowsAsJson(
  db: Database,
  name: string,
  members: JsonMembers,
  rest: string,
  params: readonly Param[],
): Promise<Buffer> {
  const [before, after] = [`{${JSON.stringify(name)}:[`, ']}']
  if (db.engine === 'postgres') {
    const columns = Object.entries(members).map(([name, { sql }]) => `${sql} as ${name}`)
    const rows = await db.all<{ item: string }>(
      `select row_to_json(item)::text as item from (select ${columns.join(', ')} ${rest}) item`,
      params,
    )
    return Buffer.from(`${before}${rows.map(({ item }) => item).join(',')}${after}`)
  }
  // As bytes: a text would be decoded for JavaScript, to be encoded again.
  const row = await db.get<{ list: Buffer }>(
    `select cast('${before}' || coalesce(group_concat(item, ','), '') || '${after}' as blob) as list
      from (select ${jsonObject(members)} as item ${rest})`,
    params,
  )
  return row?.list ?? Buffer.from(before + after)
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
