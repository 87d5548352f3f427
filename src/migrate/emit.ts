import type { Engine } from '../db/types.js'
import type { Difference } from './compare.js'
import type { ColumnDefinition, IndexDefinition, TableDefinition } from './definition.js'
import { literal, quote } from './literal.js'
import { columnFrom, indexFrom, tableFrom } from './recover.js'
import type { ColumnChange } from './sqlite-column.js'

/** The bodies of `up` and `down`, what they import, and what a person has to look at. */
export interface Emitted {
  up: string[]
  down: string[]
  imports: string[]
  warnings: string[]
}

/** A call for `up` and the one that takes it back. */
interface Pair {
  /** The table whose `batchAlterTable` it belongs into; null for a statement of its own. */
  table: string | null
  up: string
  down: string
}

/** Writes differences as the neutral calls of a migration: one text serves both databases. */
export function emit(
  differences: readonly Difference[],
  models: readonly TableDefinition[],
  engine: Engine,
): Emitted {
  const warnings: string[] = []
  const pairs = differences.flatMap((difference) => {
    const pair = pairOf(difference, models, engine, warnings)
    return pair === null ? [] : [pair]
  })
  const up = statements(pairs, 'up')
  const down = statements([...pairs].reverse(), 'down')
  const text = [...up, ...down].join('\n')
  const imports = ['batchAlterTable', 'createTable', 'dropTable'].filter((name) =>
    text.includes(`${name}(`),
  )
  return { up, down, imports, warnings }
}

/** Calls of one table stand together in one batch, so that SQLite rebuilds it once. */
function statements(pairs: readonly Pair[], direction: 'up' | 'down'): string[] {
  const lines: string[] = []
  let open: string | null = null
  const close = () => {
    if (open !== null) lines.push('})')
    open = null
  }
  for (const pair of pairs) {
    if (pair.table !== open) {
      close()
      if (pair.table !== null) {
        lines.push(`await batchAlterTable(queryRunner, ${quote(pair.table)}, (table) => {`)
      }
      open = pair.table
    }
    lines.push(...indented(pair[direction], pair.table === null ? '' : '  '))
  }
  close()
  return lines
}

function indented(text: string, indent: string): string[] {
  return text.split('\n').map((line) => `${indent}${line}`)
}

function pairOf(
  difference: Difference,
  models: readonly TableDefinition[],
  engine: Engine,
  warnings: string[],
): Pair | null {
  switch (difference.kind) {
    case 'missing table':
      return {
        table: null,
        up: createCall(difference.table),
        down: `await dropTable(queryRunner, ${quote(difference.table.name)})`,
      }
    case 'surplus table':
      warnings.push(`table ${difference.name} is dropped with its rows`)
      return {
        table: null,
        up: `await dropTable(queryRunner, ${quote(difference.name)})`,
        down: createCall(tableFrom(difference.name, difference.is, engine)),
      }
    case 'missing column':
      return addColumn(difference.table, difference.column, models, warnings)
    case 'surplus column': {
      warnings.push(`column ${difference.table}.${difference.column} is dropped with its values`)
      const was = columnFrom(difference.is, engine)
      return {
        table: difference.table,
        up: call('dropColumn', difference.column),
        down: call('addColumn', difference.column, was),
      }
    }
    case 'renamed column':
      warnings.push(
        `${difference.table}.${difference.from} is guessed to be called ${difference.column} now; if it is another column, drop the one and add the other`,
      )
      return {
        table: difference.table,
        up: call('renameColumn', difference.from, difference.column),
        down: call('renameColumn', difference.column, difference.from),
      }
    case 'changed column':
      return changeColumn(difference, models, engine, warnings)
    case 'missing index':
      return {
        table: difference.table,
        up: call('createIndex', difference.index, modelIndex(models, difference)),
        down: call('dropIndex', difference.index),
      }
    case 'surplus index':
      return {
        table: difference.table,
        up: call('dropIndex', difference.index),
        down: call('createIndex', difference.index, indexFrom(difference.text, difference.unique)),
      }
    case 'missing constraint':
      return {
        table: difference.table,
        up: constraintCall(models, difference.table, difference.constraint),
        down: call('dropConstraint', difference.constraint),
      }
    case 'surplus constraint':
      warnings.push(
        `constraint ${difference.constraint} is dropped; the way back has to be written by hand: ${difference.text}`,
      )
      return {
        table: difference.table,
        up: call('dropConstraint', difference.constraint),
        down: `// restore constraint ${difference.constraint}: ${difference.text}`,
      }
    case 'other key':
      warnings.push(
        `table ${difference.table} has another primary key or storage than its model: make a new table and copy, by hand`,
      )
      return null
  }
}

function addColumn(
  table: string,
  name: string,
  models: readonly TableDefinition[],
  warnings: string[],
): Pair {
  const column = modelColumn(models, table, name)
  if (!column.nullable && column.default === undefined) {
    warnings.push(
      `${table}.${name} is not null and has no default: this fails where the table holds rows. Add it nullable, fill it, then alterColumn it`,
    )
  }
  return { table, up: call('addColumn', name, column), down: call('dropColumn', name) }
}

function changeColumn(
  difference: Extract<Difference, { kind: 'changed column' }>,
  models: readonly TableDefinition[],
  engine: Engine,
  warnings: string[],
): Pair {
  const { table, column, is, should } = difference
  const was = columnFrom(is, engine)
  const becomes = modelColumn(models, table, column)
  const up: ColumnChange = {}
  const down: ColumnChange = {}
  if (is.type !== should.type) {
    up.type = becomes.type
    up.length = becomes.length
    down.type = was.type
    down.length = was.length
    warnings.push(
      `${table}.${column} changes its type from ${is.type} to ${should.type}: look whether every value survives, or say how with "using"`,
    )
  }
  if (is.nullable !== should.nullable) {
    up.nullable = should.nullable
    down.nullable = is.nullable
    if (is.nullable) {
      warnings.push(
        `${table}.${column} becomes not null: rows without a value make this fail unless "using" gives them one`,
      )
    }
  }
  if (is.default !== should.default) {
    up.default = becomes.default ?? null
    down.default = was.default ?? null
  }
  return { table, up: call('alterColumn', column, up), down: call('alterColumn', column, down) }
}

function createCall(table: TableDefinition): string {
  const start = 'await createTable(queryRunner, '
  return `${start}${literal(table, '', WIDTH_OF_BODY)})`
}

/** A body stands four columns in, and a whole table never fits on a line. */
const WIDTH_OF_BODY = 100

function call(method: string, name: string, argument?: unknown): string {
  const start = `table.${method}(${quote(name)}`
  if (argument === undefined) return `${start})`
  return `${start}, ${literal(argument, '', start.length + 10)})`
}

function constraintCall(models: readonly TableDefinition[], table: string, name: string): string {
  const model = models.find((candidate) => candidate.name === table)
  const key = model?.foreignKeys?.[name]
  if (key !== undefined) return call('addForeignKey', name, key)
  const unique = model?.uniques?.[name]
  return call('addConstraint', name, unique ? { unique } : { check: model?.checks?.[name] ?? '' })
}

function modelColumn(
  models: readonly TableDefinition[],
  table: string,
  column: string,
): ColumnDefinition {
  const found = models.find((model) => model.name === table)?.columns[column]
  if (found === undefined) throw new Error(`no model has a column ${table}.${column}`)
  return found
}

function modelIndex(
  models: readonly TableDefinition[],
  { table, index }: { table: string; index: string },
): IndexDefinition {
  const found = models.find((model) => model.name === table)?.indices?.[index]
  if (found === undefined) throw new Error(`no model has an index ${index}`)
  return found
}
