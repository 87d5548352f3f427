import { type ColumnDefinition, defaultSql, typeSql } from './definition.js'
import { joined, matching, type Token, tokenize, unquoted } from './sqlite-ddl.js'

/** What of a column changes; what is not named stays. `default: null` takes the default away. */
export interface ColumnChange {
  type?: ColumnDefinition['type']
  length?: number
  nullable?: boolean
  default?: ColumnDefinition['default'] | null
  /** SQL that makes the new value out of the old row; the column itself when not given. */
  using?: string
}

type Kind =
  | 'primary'
  | 'not null'
  | 'null'
  | 'unique'
  | 'check'
  | 'default'
  | 'collate'
  | 'references'
  | 'generated'

/** A constraint within a column's text: tokens `start` to `end` (exclusive). */
interface Part {
  kind: Kind
  name: string | null
  start: number
  end: number
}

/** A column's text, apart: name, type and constraints by position. */
interface ColumnText {
  tokens: Token[]
  nameEnd: number
  typeEnd: number
  parts: Part[]
}

/** The kinds of constraints that a column's text carries. */
export function constraintKinds(text: string): Kind[] {
  return parseColumn(text).parts.map((part) => part.kind)
}

/** The expressions within a column's text: its checks, and what it is generated from. */
export function expressionsOf(text: string): string {
  const { tokens, parts } = parseColumn(text)
  return parts
    .filter((part) => part.kind === 'check' || part.kind === 'generated')
    .map((part) => parenthesized(tokens.slice(part.start, part.end)))
    .join(' ')
}

function parenthesized(tokens: readonly Token[]): string {
  const open = tokens.findIndex((part) => part.text === '(')
  return joined(tokens.slice(open, matching(tokens, open) + 1))
}

/** The text of a column after a change; everything else in it stays to the letter. */
export function alterColumnText(text: string, change: ColumnChange): string {
  let result = text
  if (change.type !== undefined) result = withType(result, change)
  if (change.nullable === true) result = without(result, 'not null')
  if (change.nullable === false) {
    result = without(result, 'null')
    if (!constraintKinds(result).includes('not null')) result = withAfterType(result, ' not null')
  }
  if (change.default !== undefined) {
    result = without(result, 'default')
    if (change.default !== null) {
      result = withAfterType(result, ` default ${defaultSql(change.default)}`)
    }
  }
  return result
}

/** The text of a column without its constraint of a name; null when it has none such. */
export function withoutNamedConstraint(text: string, name: string): string | null {
  const column = parseColumn(text)
  const part = column.parts.find((candidate) => candidate.name === name)
  return part === undefined ? null : cut(column.tokens, part)
}

function withType(text: string, change: ColumnChange): string {
  const column = parseColumn(text)
  const type = typeSql('sqlite', { type: change.type ?? 'text', length: change.length })
  return `${joined(column.tokens.slice(0, column.nameEnd))} ${type}${spaced(column.tokens.slice(column.typeEnd))}`
}

function withAfterType(text: string, addition: string): string {
  const column = parseColumn(text)
  return `${joined(column.tokens.slice(0, column.typeEnd))}${addition}${spaced(column.tokens.slice(column.typeEnd))}`
}

function without(text: string, kind: Kind): string {
  const column = parseColumn(text)
  const part = column.parts.find((candidate) => candidate.kind === kind)
  return part === undefined ? text : cut(column.tokens, part)
}

function cut(tokens: readonly Token[], part: Part): string {
  return `${joined(tokens.slice(0, part.start)).trimEnd()}${spaced(tokens.slice(part.end))}`
}

function spaced(tokens: readonly Token[]): string {
  const rest = joined(tokens)
  return rest === '' || /^\s/.test(rest) ? rest : ` ${rest}`
}

const starts: Record<string, Kind> = {
  primary: 'primary',
  not: 'not null',
  null: 'null',
  unique: 'unique',
  check: 'check',
  default: 'default',
  collate: 'collate',
  references: 'references',
  generated: 'generated',
  as: 'generated',
}

function parseColumn(text: string): ColumnText {
  const tokens = tokenize(text)
  const significant = tokens.map((_, index) => index).filter((i) => tokens[i]?.kind !== 'space')
  const nameEnd = (significant[0] ?? -1) + 1
  const parts: Part[] = []
  let typeEnd = nameEnd
  let position = 1
  const at = (offset: number) => tokens[significant[offset] ?? -1]
  const word = (offset: number) =>
    at(offset)?.kind === 'word' ? (at(offset)?.text.toLowerCase() ?? '') : ''
  const endOf = (offset: number) => (significant[offset] ?? tokens.length - 1) + 1

  while (
    position < significant.length &&
    word(position) !== 'constraint' &&
    !(word(position) in starts)
  ) {
    position = afterOne(position)
    typeEnd = endOf(position - 1)
  }
  while (position < significant.length) {
    const start = significant[position] ?? tokens.length
    let name: string | null = null
    if (word(position) === 'constraint') {
      name = unquoted(at(position + 1)?.text ?? '')
      position += 2
    }
    const kind = starts[word(position)]
    if (kind === undefined) break
    position = afterConstraint(kind, position)
    parts.push({ kind, name, start, end: endOf(position - 1) })
  }
  return { tokens, nameEnd, typeEnd, parts }

  /** The position after one token, or after the whole of a parenthesis. */
  function afterOne(offset: number): number {
    if (at(offset)?.text !== '(') return offset + 1
    const close = matching(tokens, significant[offset] ?? 0)
    return close < 0 ? significant.length : significant.indexOf(close) + 1
  }

  function afterConstraint(kind: Kind, offset: number): number {
    switch (kind) {
      case 'null':
      case 'unique':
        return afterConflict(offset + 1)
      case 'not null':
        return afterConflict(offset + 2)
      case 'primary': {
        let next = offset + 2
        if (word(next) === 'asc' || word(next) === 'desc') next++
        next = afterConflict(next)
        return word(next) === 'autoincrement' ? next + 1 : next
      }
      case 'check':
        return afterOne(offset + 1)
      case 'collate':
        return offset + 2
      case 'default': {
        const sign = at(offset + 1)?.text
        return afterOne(sign === '-' || sign === '+' ? offset + 2 : offset + 1)
      }
      case 'generated': {
        const next = afterOne(word(offset) === 'as' ? offset + 1 : offset + 3)
        return word(next) === 'stored' || word(next) === 'virtual' ? next + 1 : next
      }
      case 'references':
        return afterReferences(offset + 2)
    }
  }

  function afterConflict(offset: number): number {
    return word(offset) === 'on' && word(offset + 1) === 'conflict' ? offset + 3 : offset
  }

  function afterReferences(offset: number): number {
    let next = at(offset)?.text === '(' ? afterOne(offset) : offset
    for (;;) {
      if (word(next) === 'on') {
        next += word(next + 2) === 'set' || word(next + 2) === 'no' ? 4 : 3
      } else if (word(next) === 'match') next += 2
      else if (word(next) === 'not' && word(next + 1) === 'deferrable') next += 2
      else if (word(next) === 'deferrable') next += 1
      else if (word(next) === 'initially') next += 2
      else return next
    }
  }
}
