/**
 * What a migration may use, and the only thing of the program that it may import: models
 * change, migrations must not change with them.
 */
export { type BatchOptions, batchAlterTable, type TableChanges } from './batch.js'
export type {
  ColumnDefinition,
  ForeignKey,
  IndexDefinition,
  TableDefinition,
} from './definition.js'
export type { Revision, RevisionContext } from './revision.js'
export { columnNames, engineOf, hasTable, quoted, quotedList, sql } from './sql.js'
export { createIndex, createTable, dropIndex, dropTable, renameTable } from './tables.js'
