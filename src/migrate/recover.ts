import type { CatalogueColumn, CatalogueTable } from './catalogue.js'
import type { ColumnDefinition, IndexDefinition, TableDefinition } from './definition.js'

/** The neutral type of each word that a database has for it. */
const types: Record<string, ColumnDefinition['type']> = {
  integer: 'bigint',
  bigint: 'bigint',
  smallint: 'small',
  int: 'int',
  text: 'text',
  'character varying': 'text',
  varchar: 'text',
  boolean: 'bool',
  real: 'real',
  float: 'real',
  'double precision': 'real',
  blob: 'bytes',
  bytea: 'bytes',
  'bigint[]': 'bigints',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  'timestamp without time zone': 'timestamp',
}

/**
 * The definition of a column that no model describes any more, as well as the database still
 * tells; for the way back. SQLite does not know widths: every whole number is a `bigint`.
 */
export function columnFrom(
  column: CatalogueColumn,
  engine: 'sqlite' | 'postgres',
): ColumnDefinition {
  const [, word = '', length] = /^([a-z[\] ]+?)\s*(?:\((\d+)\))?$/.exec(column.type) ?? []
  const type = engine === 'postgres' && word === 'integer' ? 'int' : (types[word] ?? 'text')
  const recovered: ColumnDefinition = { type }
  if (length !== undefined && type === 'text') recovered.length = Number(length)
  if (column.key > 0) recovered.primary = true
  if (column.default?.startsWith('identity')) recovered.autoincrement = true
  else if (column.default !== null) recovered.default = defaultFrom(column.default)
  if (column.nullable) recovered.nullable = true
  return recovered
}

/** The definition of a whole table that no model describes any more. */
export function tableFrom(
  name: string,
  table: CatalogueTable,
  engine: 'sqlite' | 'postgres',
): TableDefinition {
  const columns = Object.fromEntries(
    [...table.columns].map(([column, is]) => [column, columnFrom(is, engine)]),
  )
  const recovered: TableDefinition = { name, columns }
  if (table.withoutRowid) recovered.withoutRowid = true
  const indices: Record<string, IndexDefinition> = {}
  if (table.constraints.has('fts5')) [recovered.tokenIndex] = Object.keys(columns)
  for (const [index, { text, unique }] of table.indexes) {
    const tokens = /^ USING gin \((\w+)\)$/.exec(text)?.[1]
    if (tokens === undefined) indices[index] = indexFrom(text, unique)
    else recovered.tokenIndex = tokens
  }
  if (Object.keys(indices).length > 0) recovered.indices = indices
  return recovered
}

/** An index out of its text: ` USING btree (a, b DESC) WHERE …` or `( a , b desc ) where …`. */
export function indexFrom(text: string, unique: boolean): IndexDefinition {
  const open = text.indexOf('(')
  let depth = 0
  let close = open
  for (; close < text.length; close++) {
    if (text[close] === '(') depth++
    if (text[close] === ')' && --depth === 0) break
  }
  const columns = splitAtCommas(text.slice(open + 1, close)).map((column) => {
    const plain = column.trim().replace(/^"([^"]+)"/, '$1')
    return /^[\w$]+( (asc|desc))?$/i.test(plain) ? plain : `(${plain})`
  })
  const where = /\bwhere\s+([\s\S]+)$/i.exec(text.slice(close + 1))?.[1]
  const index: IndexDefinition = { columns }
  if (unique) index.unique = true
  if (where !== undefined) index.where = where
  return index
}

function splitAtCommas(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

function defaultFrom(text: string): NonNullable<ColumnDefinition['default']> {
  const bare = text.replace(/::[\w ]+$/, '')
  if (/^-?\d+(\.\d+)?$/.test(bare)) return Number(bare)
  if (/^(true|false)$/i.test(bare)) return bare.toLowerCase() === 'true'
  const quotedText = /^'((?:[^']|'')*)'$/.exec(bare)
  if (quotedText?.[1] !== undefined) return quotedText[1].replaceAll("''", "'")
  return { sql: text }
}
