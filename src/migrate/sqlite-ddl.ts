/**
 * Reads the text of CREATE TABLE as SQLite stores it, into pieces that can be taken out,
 * replaced and put back without touching the others: what is not edited stays to the letter.
 */

export interface Token {
  kind: 'space' | 'word' | 'quoted' | 'string' | 'punctuation'
  text: string
}

/** One column or table constraint, with its exact text. */
export interface Piece {
  kind: 'column' | 'constraint'
  /** The column's name, or the constraint's where it has one. */
  name: string | null
  text: string
}

export interface TableText {
  name: string
  pieces: Piece[]
  /** What follows the closing parenthesis: `WITHOUT ROWID`, `STRICT`. */
  suffix: string
}

const token =
  /(?<space>\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))|(?<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?<string>[xX]?'(?:[^']|'')*')|(?<word>[\p{L}\p{N}_$.]+)|(?<punctuation>[\s\S])/gu

const constraintWords = new Set(['constraint', 'primary', 'unique', 'check', 'foreign'])

/** Splits SQL into tokens; comments count as space. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(token)) {
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0]
    tokens.push({ kind: (kind ?? 'punctuation') as Token['kind'], text: match[0] })
  }
  return tokens
}

/** Parses a stored CREATE TABLE. Throws on text that is none (virtual tables). */
export function parseTable(text: string): TableText {
  const tokens = tokenize(text)
  const open = tokens.findIndex((part) => part.text === '(')
  const close = open < 0 ? -1 : matching(tokens, open)
  const head = tokens.slice(0, open).filter((part) => part.kind !== 'space')
  const name = head.at(-1)
  if (close < 0 || name === undefined || head[0]?.text.toLowerCase() !== 'create') {
    throw new Error(`cannot read the definition of a table: ${text.slice(0, 80)}`)
  }
  return {
    name: unquoted(name.text),
    pieces: splitAtCommas(tokens.slice(open + 1, close)).map(pieceOf),
    suffix: joined(tokens.slice(close + 1)).trim(),
  }
}

/** The CREATE TABLE text of the pieces, under a name. */
export function tableSql(table: TableText, name: string): string {
  // The comma stands on the next line: a piece may end with a comment.
  const body = table.pieces.map((piece) => `  ${piece.text.trim()}`).join('\n,')
  const suffix = table.suffix === '' ? '' : ` ${table.suffix}`
  return `create table "${name.replaceAll('"', '""')}" (\n${body}\n)${suffix}`
}

/** Whether SQL text names an identifier, quoted or not; words inside strings do not count. */
export function mentions(text: string, name: string): boolean {
  const wanted = name.toLowerCase()
  return tokenize(text).some((part) => {
    if (part.kind === 'quoted') return unquoted(part.text).toLowerCase() === wanted
    if (part.kind !== 'word') return false
    return part.text
      .toLowerCase()
      .split('.')
      .some((word) => word === wanted)
  })
}

/** `"a ""b"""` → `a "b"`; other words as they are. */
export function unquoted(text: string): string {
  const first = text[0]
  if (first === '"' || first === '`') return text.slice(1, -1).replaceAll(first + first, first)
  if (first === '[') return text.slice(1, -1)
  if (first === "'") return text.slice(1, -1).replaceAll("''", "'")
  return text
}

/** The index of the parenthesis that closes the one at `open`, or -1. */
export function matching(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.text === '(') depth++
    if (tokens[index]?.text === ')' && --depth === 0) return index
  }
  return -1
}

export function joined(tokens: readonly Token[]): string {
  return tokens.map((part) => part.text).join('')
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const part of tokens) {
    if (part.text === '(') depth++
    if (part.text === ')') depth--
    if (part.text === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(part)
  }
  return parts
}

function pieceOf(tokens: Token[]): Piece {
  const words = tokens.filter((part) => part.kind !== 'space')
  const first = words[0]
  const text = joined(tokens)
  if (first?.kind === 'word' && constraintWords.has(first.text.toLowerCase())) {
    const named = first.text.toLowerCase() === 'constraint' ? words[1] : undefined
    return { kind: 'constraint', name: named ? unquoted(named.text) : null, text }
  }
  return { kind: 'column', name: unquoted(first?.text ?? ''), text }
}
