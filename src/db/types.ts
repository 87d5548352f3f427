/**
 * Column types, written once and spelt per engine here and nowhere else.
 *
 * SQLite stores every whole number as a 64-bit integer, and only the spelling
 * `integer` makes a primary key the table's own rowid, so all integer types
 * are `integer` there. PostgreSQL needs the widths and calls bytes `bytea`.
 */
export type Engine = 'sqlite' | 'postgres'

/**
 * `bigint`: node ids, keys, microseconds. `int`: anything within 31 bits, `small` within 15, both
 * with a sign. `bytes`: raw protobuf.
 * `bigints`: a set of whole numbers, as SQLite has it a text with spaces between.
 */
export type NeutralType =
  | 'bigint'
  | 'int'
  | 'small'
  | 'text'
  | 'bool'
  | 'real'
  | 'bytes'
  | 'bigints'

const spelling: Record<
  Engine,
  Record<
    NeutralType,
    | 'integer'
    | 'bigint'
    | 'smallint'
    | 'text'
    | 'boolean'
    | 'real'
    | 'double precision'
    | 'blob'
    | 'bytea'
    | 'bigint[]'
  >
> = {
  sqlite: {
    bigint: 'integer',
    int: 'integer',
    small: 'integer',
    text: 'text',
    bool: 'boolean',
    real: 'real',
    bytes: 'blob',
    bigints: 'text',
  },
  postgres: {
    bigint: 'bigint',
    int: 'integer',
    small: 'smallint',
    text: 'text',
    bool: 'boolean',
    real: 'double precision',
    bytes: 'bytea',
    bigints: 'bigint[]',
  },
}

/** The engine's own word for a neutral type. */
export function columnType(engine: Engine, type: NeutralType) {
  return spelling[engine][type]
}
