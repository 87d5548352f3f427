import type { QueryRunner } from 'typeorm'
import type { Change } from './batch.js'
import { constraintSql } from './batch-postgres.js'
import { type ColumnDefinition, columnSql, defaultSql, foreignKeySql } from './definition.js'
import { quoted, sql } from './sql.js'
import {
  alterColumnText,
  constraintKinds,
  expressionsOf,
  withoutNamedConstraint,
} from './sqlite-column.js'
import { mentions, type Piece, tokenize, unquoted } from './sqlite-ddl.js'
import { mentionedElsewhere, readTable, rebuildTable, type StoredTable } from './sqlite-rebuild.js'

/** Carries out the changes: by ALTER TABLE while that can do it, the others in one rebuild. */
export async function alterOnSqlite(
  queryRunner: QueryRunner,
  table: string,
  changes: readonly Change[],
  recreate: 'auto' | 'always',
): Promise<void> {
  let collected: Change[] = []
  const rebuild = async () => {
    if (collected.length > 0) await applyByRebuild(queryRunner, table, collected)
    collected = []
  }
  for (const change of changes) {
    if (change.kind === 'renameColumn') {
      await rebuild()
      await sql(
        queryRunner,
        `alter table ${quoted(table)} rename column ${quoted(change.name)} to ${quoted(change.to)}`,
      )
    } else if (recreate === 'auto' && collected.length === 0 && isNativeAdd(change)) {
      await sql(
        queryRunner,
        `alter table ${quoted(table)} add column ${columnSql('sqlite', change.name, change.column)}`,
      )
    } else if (
      recreate === 'auto' &&
      collected.length === 0 &&
      change.kind === 'dropColumn' &&
      (await isNativeDrop(queryRunner, table, change.name))
    ) {
      await sql(queryRunner, `alter table ${quoted(table)} drop column ${quoted(change.name)}`)
    } else collected.push(change)
  }
  if (recreate === 'always' && changes.length === 0) {
    const stored = await readTable(queryRunner, table)
    await rebuildTable(queryRunner, stored, stored, new Map())
  }
  await rebuild()
}

/** ADD COLUMN cannot give old rows a value that has to be computed, nor a key. */
function isNativeAdd(change: Change): change is Extract<Change, { kind: 'addColumn' }> {
  if (change.kind !== 'addColumn') return false
  const { column } = change
  if (column.primary || column.autoincrement) return false
  if (typeof column.default === 'object') return false
  return column.nullable === true || column.default !== undefined
}

/** DROP COLUMN works where nothing else names the column. */
async function isNativeDrop(
  queryRunner: QueryRunner,
  table: string,
  column: string,
): Promise<boolean> {
  const stored = await readTable(queryRunner, table)
  const own = stored.pieces.find((piece) => isColumn(piece, column))
  if (own === undefined) throw new Error(`table ${table} has no column ${column}`)
  const simple = constraintKinds(own.text).every((kind) =>
    ['null', 'not null', 'default', 'collate'].includes(kind),
  )
  if (!simple) return false
  stored.pieces = stored.pieces.filter((piece) => piece !== own)
  if (usersOf(stored, column).length > 0) return false
  return (await mentionedElsewhere(queryRunner, column)).length === 0
}

async function applyByRebuild(
  queryRunner: QueryRunner,
  table: string,
  changes: readonly Change[],
): Promise<void> {
  const before = await readTable(queryRunner, table)
  const after: StoredTable = { ...before, pieces: before.pieces.map((piece) => ({ ...piece })) }
  const values = new Map<string, string>()
  for (const change of changes) applyChange(after, change, values)
  for (const change of changes) {
    if (change.kind === 'dropColumn') refuseWhenUsed(after, change.name)
  }
  await rebuildTable(queryRunner, before, after, values)
}

function applyChange(table: StoredTable, change: Change, values: Map<string, string>): void {
  switch (change.kind) {
    case 'addColumn':
      addColumn(table, change.name, change.column, values)
      break
    case 'dropColumn':
      columnOf(table, change.name)
      table.pieces = table.pieces.filter((piece) => !isColumn(piece, change.name))
      values.delete(change.name)
      break
    case 'alterColumn': {
      const piece = columnOf(table, change.name)
      piece.text = alterColumnText(piece.text, change.change)
      if (change.change.using !== undefined) values.set(piece.name ?? '', change.change.using)
      break
    }
    case 'addConstraint':
      addConstraint(table, change.name, constraintSql(change.name, change.constraint))
      break
    case 'addForeignKey':
      addConstraint(table, change.name, foreignKeySql(change.name, change.key))
      break
    case 'dropConstraint':
      dropConstraint(table, change.name)
      break
    case 'renameColumn':
      break
  }
}

function addColumn(
  table: StoredTable,
  name: string,
  column: ColumnDefinition,
  values: Map<string, string>,
): void {
  const lastColumn = table.pieces.findLastIndex((piece) => piece.kind === 'column')
  table.pieces.splice(lastColumn + 1, 0, {
    kind: 'column',
    name,
    text: columnSql('sqlite', name, column),
  })
  if (column.default !== undefined) values.set(name, defaultSql(column.default))
}

function addConstraint(table: StoredTable, name: string, text: string): void {
  table.pieces.push({ kind: 'constraint', name, text })
}

function dropConstraint(table: StoredTable, name: string): void {
  const index = table.pieces.findIndex(
    (piece) =>
      piece.kind === 'constraint' && (piece.name ?? defaultName(table.name, piece)) === name,
  )
  if (index >= 0) {
    table.pieces.splice(index, 1)
    return
  }
  for (const piece of table.pieces) {
    const text = piece.kind === 'column' ? withoutNamedConstraint(piece.text, name) : null
    if (text !== null) {
      piece.text = text
      return
    }
  }
  throw new Error(`table ${table.name} has no constraint ${name}`)
}

/** The name that PostgreSQL would give an unnamed constraint: `packet_seen_packet_id_fkey`. */
function defaultName(table: string, piece: Piece): string | null {
  const words = tokenize(piece.text).filter((part) => part.kind !== 'space')
  const kind = words[0]?.text.toLowerCase()
  const open = words.findIndex((part) => part.text === '(')
  const close = words.findIndex((part) => part.text === ')')
  const columns = words
    .slice(open + 1, close)
    .filter((part) => part.text !== ',')
    .map((part) => unquoted(part.text))
  if (kind === 'foreign') return `${table}_${columns.join('_')}_fkey`
  if (kind === 'unique') return `${table}_${columns.join('_')}_key`
  if (kind === 'primary') return `${table}_pkey`
  return null
}

function refuseWhenUsed(table: StoredTable, column: string): void {
  const users = usersOf(table, column)
  if (users.length === 0) return
  throw new Error(
    `column ${column} of ${table.name} is still used by ${users.join(', ')}: drop that first`,
  )
}

/** What of a table names a column, itself aside: constraints, other columns, indexes, triggers. */
function usersOf(table: StoredTable, column: string): string[] {
  const pieces = table.pieces.filter((piece) => mentions(termsOf(table, piece), column))
  const indexes = table.indexes.filter((index) => {
    return mentions(index.sql.slice(index.sql.indexOf('(')), column)
  })
  const triggers = table.triggers.filter((trigger) => mentions(trigger.sql, column))
  return [
    ...pieces.map((piece) => piece.name ?? piece.text.trim()),
    ...[...indexes, ...triggers].map((object) => object.name),
  ]
}

/** The part of a piece that names columns of the table: not types, nor those of other tables. */
function termsOf(table: StoredTable, piece: Piece): string {
  if (piece.kind === 'column') return expressionsOf(piece.text)
  const open = piece.text.indexOf('(')
  const foreign =
    /^([\s\S]*?\))\s*references\s+("[^"]+"|`[^`]+`|\[[^\]]+\]|\S+?)\s*(?:\(|$|\s)/i.exec(
      piece.text.slice(open),
    )
  const itself = foreign?.[2] !== undefined && unquoted(foreign[2]) === table.name
  return foreign?.[1] !== undefined && !itself ? foreign[1] : piece.text.slice(open)
}

function columnOf(table: StoredTable, name: string): Piece {
  const piece = table.pieces.find((candidate) => isColumn(candidate, name))
  if (piece === undefined) throw new Error(`table ${table.name} has no column ${name}`)
  return piece
}

function isColumn(piece: Piece, name: string): boolean {
  return piece.kind === 'column' && piece.name?.toLowerCase() === name.toLowerCase()
}
