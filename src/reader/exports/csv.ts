import { cleanName } from '../../mesh/text.js'
import { exactTime } from '../format.js'

export type Cell = string | number | boolean | null | undefined

/** The characters with which spreadsheets take a text for a formula. */
const FORMULA = /^[=+\-@\t\r]/
/** What most texts have not: a formula's beginning, what must be quoted, white space at an end. */
const SPECIAL = /^[=+\-@\s]|[",\r\n]|\s$/

/**
 * A line of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe
 * before it: names and messages come from strangers.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${csvCells(cells)}\r\n`
}

/** A line as far as these cells, without its end. */
export function csvCells(cells: readonly Cell[]): string {
  let line = ''
  for (let index = 0; index < cells.length; index++) {
    line += index === 0 ? csvCell(cells[index]) : `,${csvCell(cells[index])}`
  }
  return line
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  if (!SPECIAL.test(cell)) return cell
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** Full ISO 8601 in UTC with milliseconds. */
export const csvTime = exactTime

/** A name for a file: letters, digits, hyphens. */
export function fileName(...parts: (string | undefined)[]): string {
  const words = parts.flatMap((part) => (part ? [cleanName(part, 40)] : []))
  return words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
