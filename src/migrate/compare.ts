import type { QueryRunner } from 'typeorm'
import { connectSqlite } from '../db/sqlite-driver.js'
import type { Engine } from '../db/types.js'
import {
  type Ask,
  type CatalogueColumn,
  type CatalogueTable,
  readCatalogue,
  tableNames,
} from './catalogue.js'
import { createIndicesSql, createTableSql, type TableDefinition } from './definition.js'
import { engineOf, sql } from './sql.js'

/** One way in which the database differs from the models. */
export type Difference =
  | { kind: 'missing table'; table: TableDefinition }
  | { kind: 'surplus table'; name: string; is: CatalogueTable }
  | { kind: 'missing column'; table: string; column: string }
  | { kind: 'surplus column'; table: string; column: string; is: CatalogueColumn }
  | {
      kind: 'renamed column'
      table: string
      column: string
      from: string
    }
  | {
      kind: 'changed column'
      table: string
      column: string
      is: CatalogueColumn
      should: CatalogueColumn
    }
  | { kind: 'missing index'; table: string; index: string }
  | { kind: 'surplus index'; table: string; index: string; text: string; unique: boolean }
  | { kind: 'missing constraint'; table: string; constraint: string }
  | { kind: 'surplus constraint'; table: string; constraint: string; text: string }
  | { kind: 'other key'; table: string }

/** Tables that no model describes and that are nobody's mistake. */
const aside = (name: string) =>
  name === 'migrations' ||
  name === 'migration_status' ||
  name === 'alembic_version' ||
  name === 'example' ||
  name.startsWith('v3_')

/**
 * Compares the models with the database. The models are made into real, passing tables of the
 * same engine, and both are described by its own catalogue: so `not direct` and `(NOT direct)`
 * are the same, and nothing has to be guessed. Nothing in the database changes.
 */
export async function compare(
  queryRunner: QueryRunner,
  models: readonly TableDefinition[],
): Promise<Difference[]> {
  const engine = engineOf(queryRunner)
  const ask: Ask = (text, params) => sql(queryRunner, text, params)
  const existing = new Map<string, CatalogueTable>()
  for (const name of await tableNames(engine, ask)) {
    const nobodys = aside(name) && !models.some((model) => model.name === name)
    const table = nobodys ? null : await readCatalogue(engine, ask, name)
    if (table !== null) existing.set(name, table)
  }
  const wanted =
    engine === 'sqlite' ? await inMemory(models) : await inPassing(queryRunner, ask, models)
  const differences: Difference[] = []
  for (const model of models) {
    const is = existing.get(model.name)
    const should = wanted.get(model.name)
    if (is === undefined) differences.push({ kind: 'missing table', table: model })
    else if (should !== undefined) differences.push(...compareTable(model.name, is, should))
  }
  for (const [name, is] of existing) {
    if (!wanted.has(name)) differences.push({ kind: 'surplus table', name, is })
  }
  return differences
}

/** The models as tables of an SQLite in memory. */
async function inMemory(models: readonly TableDefinition[]): Promise<Map<string, CatalogueTable>> {
  const connection = connectSqlite(':memory:')
  try {
    const ask: Ask = async <T>(text: string, params: readonly (string | number)[]) =>
      connection.prepare(text).all(...params) as T[]
    for (const statement of statementsOf('sqlite', models)) connection.exec(statement)
    return await describe('sqlite', ask, models)
  } finally {
    connection.close()
  }
}

/** The models as temporary tables of a transaction that is rolled back. */
async function inPassing(
  queryRunner: QueryRunner,
  ask: Ask,
  models: readonly TableDefinition[],
): Promise<Map<string, CatalogueTable>> {
  await queryRunner.startTransaction()
  try {
    for (const statement of statementsOf('postgres', models)) {
      await sql(queryRunner, statement.replace(/^create table/, 'create temporary table'))
    }
    const schema = '(select nspname from pg_namespace where oid = pg_my_temp_schema())'
    return await describe('postgres', ask, models, schema)
  } finally {
    await queryRunner.rollbackTransaction()
  }
}

function statementsOf(engine: Engine, models: readonly TableDefinition[]): string[] {
  return models.flatMap((model) => [
    createTableSql(engine, model),
    ...createIndicesSql(engine, model),
  ])
}

async function describe(
  engine: Engine,
  ask: Ask,
  models: readonly TableDefinition[],
  schema?: string,
): Promise<Map<string, CatalogueTable>> {
  const described = new Map<string, CatalogueTable>()
  for (const { name } of models) {
    const table = await readCatalogue(engine, ask, name, schema)
    if (table !== null) described.set(name, table)
  }
  return described
}

function compareTable(table: string, is: CatalogueTable, should: CatalogueTable): Difference[] {
  const differences: Difference[] = []
  for (const [index, { text, unique }] of is.indexes) {
    const same = should.indexes.get(index)
    if (same?.text !== text || same.unique !== unique) {
      differences.push({ kind: 'surplus index', table, index, text, unique })
    }
  }
  for (const [constraint, text] of is.constraints) {
    if (should.constraints.get(constraint) !== text) {
      differences.push({ kind: 'surplus constraint', table, constraint, text })
    }
  }
  differences.push(...compareColumns(table, is, should))
  for (const [constraint, text] of should.constraints) {
    if (is.constraints.get(constraint) !== text) {
      differences.push({ kind: 'missing constraint', table, constraint })
    }
  }
  for (const [index, { text, unique }] of should.indexes) {
    const same = is.indexes.get(index)
    if (same?.text !== text || same.unique !== unique) {
      differences.push({ kind: 'missing index', table, index })
    }
  }
  if (keyOf(is) !== keyOf(should) || is.withoutRowid !== should.withoutRowid) {
    differences.push({ kind: 'other key', table })
  }
  return differences
}

function compareColumns(table: string, is: CatalogueTable, should: CatalogueTable): Difference[] {
  const surplus = [...is.columns].filter(([name]) => !should.columns.has(name))
  const missing = [...should.columns].filter(([name]) => !is.columns.has(name))
  const [was] = surplus
  const [becomes] = missing
  // One gone and one come of the same kind: more likely another name than another column.
  if (was && becomes && surplus.length + missing.length === 2 && sameColumn(was[1], becomes[1])) {
    return [
      { kind: 'renamed column', table, column: becomes[0], from: was[0] },
      ...changedColumns(table, is, should),
    ]
  }
  return [
    ...surplus.map(([column, described]): Difference => {
      return { kind: 'surplus column', table, column, is: described }
    }),
    ...missing.map(([column]): Difference => ({ kind: 'missing column', table, column })),
    ...changedColumns(table, is, should),
  ]
}

function changedColumns(table: string, is: CatalogueTable, should: CatalogueTable): Difference[] {
  const changed: Difference[] = []
  for (const [column, wanted] of should.columns) {
    const described = is.columns.get(column)
    if (described !== undefined && !sameColumn(described, wanted)) {
      changed.push({ kind: 'changed column', table, column, is: described, should: wanted })
    }
  }
  return changed
}

function sameColumn(a: CatalogueColumn, b: CatalogueColumn): boolean {
  return a.type === b.type && a.nullable === b.nullable && a.default === b.default
}

function keyOf(table: CatalogueTable): string {
  return [...table.columns]
    .filter(([, column]) => column.key > 0)
    .sort(([, a], [, b]) => a.key - b.key)
    .map(([name]) => name)
    .join()
}

/** A difference as a sentence for people. */
export function sentence(difference: Difference): string {
  switch (difference.kind) {
    case 'missing table':
      return `table ${difference.table.name} is in the models, not in the database`
    case 'surplus table':
      return `table ${difference.name} is in the database, not in the models`
    case 'missing column':
      return `column ${difference.table}.${difference.column} is in the models, not in the database`
    case 'surplus column':
      return `column ${difference.table}.${difference.column} is in the database, not in the models`
    case 'renamed column':
      return `column ${difference.table}.${difference.from} seems to have become ${difference.column}`
    case 'changed column':
      return `column ${difference.table}.${difference.column} is ${described(difference.is)}, the models say ${described(difference.should)}`
    case 'missing index':
      return `index ${difference.index} on ${difference.table} is missing or different`
    case 'surplus index':
      return `index ${difference.index} on ${difference.table} is not as in the models`
    case 'missing constraint':
      return `constraint ${difference.constraint} on ${difference.table} is missing or different`
    case 'surplus constraint':
      return `constraint ${difference.constraint} on ${difference.table} is not as in the models`
    case 'other key':
      return `table ${difference.table} has another primary key or storage than the models say`
  }
}

function described(column: CatalogueColumn): string {
  const rest = column.default === null ? '' : ` default ${column.default}`
  return `${column.type}${column.nullable ? '' : ' not null'}${rest}`
}
