import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm'
import { columnType, type Engine, type NeutralType } from './types.js'

/** One column of a table: NOT NULL unless it says `nullable`. */
export interface Column {
  type: NeutralType
  primary?: true
  nullable?: true
  default?: number | boolean | string
}

export interface Index {
  columns: string[]
  unique?: true
  /** SQL condition of a partial index. */
  where?: string
}

/** A table as both engines know it; the source of truth of the schema. */
export interface Table {
  name: string
  columns: Record<string, Column>
  /** By index name: names are explicit, so that migrations and models can be compared. */
  indices?: Record<string, Index>
  /**
   * The column whose numbers are tokens, by which alone its rows are found. SQLite: the table is an FTS5 index that keeps the tokens' places and no rows; its key is
   * `rowid`. PostgreSQL: the column has a GIN index.
   */
  tokenIndex?: string
  /** SQLite: the primary key is the table (clustered), no hidden rowid. PostgreSQL ignores it. */
  withoutRowid?: true
}

/** The EntitySchema of a table for one engine. */
export function entitySchema(engine: Engine, table: Table): EntitySchema {
  const columns: Record<string, EntitySchemaColumnOptions> = {}
  for (const [name, column] of Object.entries(table.columns)) {
    const type = columnType(engine, column.type)
    columns[name] = {
      type: type === 'bigint[]' ? 'bigint' : type,
      array: type === 'bigint[]',
      primary: column.primary,
      nullable: column.nullable ?? false,
      default: column.default,
      primaryKeyConstraintName: column.primary ? `${table.name}_pkey` : undefined,
    }
  }
  return new EntitySchema({
    name: table.name,
    tableName: table.name,
    withoutRowid: table.withoutRowid,
    columns,
    indices: Object.entries(table.indices ?? {}).map(([name, index]) => ({ name, ...index })),
  })
}
