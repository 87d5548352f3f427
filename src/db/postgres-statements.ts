import type { Param } from './database.js'
import { withoutNul } from './values.js'

/** A statement as the driver takes it; what has a name is prepared once on each connection. */
export interface Statement {
  name?: string
  text: string
  values: Param[]
}

/** A plan takes the server some 100 kB on each connection that used it. */
const MOST_NAMES = 100
/** With more limits (a program may ask for any) the statement has the limit as a parameter. */
const MOST_LIMITS = 6

/**
 * Stands in a statement that the server is to plan for its values each time: it gets no name. For
 * what is found by very different ways, as words that are rare or in every message.
 */
export const PLANNED_EACH_TIME = '/* planned each time */'

/** What is known of a text with `?`: where its limits stand, and which of them it was asked with. */
interface Known {
  limits: readonly number[]
  asked: Set<string>
}

/**
 * Gives statements names, so that the server parses and plans them once: that took it two to ten
 * times as long as the statements themselves (docs/performance.md). Limits stand in the text: without
 * the number the server expects a tenth of the table, and plans anew each time.
 */
export class PostgresStatements {
  readonly #known = new Map<string, Known>()
  #named = new Map<string, { name: string; text: string }>()
  #generation = 0

  statement(sql: string, params: readonly Param[]): Statement {
    if (sql.includes(PLANNED_EACH_TIME)) {
      return { text: numbered(sql), values: params.map(withoutNul) }
    }
    const limits = this.#limitsOf(sql, params)
    const values = params.filter((_, at) => !limits.includes(at)).map(withoutNul)
    const key = limits.length === 0 ? sql : `${sql}\n${limits.map((at) => params[at])}`
    const known = this.#named.get(key)
    if (known !== undefined) return { ...known, values }
    const text = written(sql, (at) => (limits.includes(at) ? String(params[at]) : null))
    if (this.#named.size >= MOST_NAMES) return { text, values }
    const named = { name: `meshview ${this.#generation}.${this.#named.size}`, text }
    this.#named.set(key, named)
    return { ...named, values }
  }

  /** Plans that were made before a migration do not fit the tables after it: all get new names. */
  forget(): void {
    this.#named = new Map()
    this.#generation++
  }

  /** Places among the parameters of the limits that are to stand in the text. */
  #limitsOf(sql: string, params: readonly Param[]): readonly number[] {
    let known = this.#known.get(sql)
    if (known === undefined) {
      known = { limits: limitPlaces(sql), asked: new Set() }
      if (this.#known.size < 1000) this.#known.set(sql, known)
    }
    const { limits, asked } = known
    if (!limits.every((at) => Number.isSafeInteger(params[at]) && Number(params[at]) >= 0))
      return []
    const numbers = limits.map((at) => params[at]).join()
    if (!asked.has(numbers) && asked.size >= MOST_LIMITS) return []
    asked.add(numbers)
    return limits
  }
}

function limitPlaces(sql: string): number[] {
  const places: number[] = []
  let at = 0
  for (const [piece] of sql.matchAll(/(?:\blimit\s+)?\?/g)) {
    if (piece !== '?') places.push(at)
    at++
  }
  return places
}

const numberedSql = new Map<string, string>()

/** `?` → `$1`, `$2`, …; statements are few and constant, so each is rewritten once. */
export function numbered(sql: string): string {
  const known = numberedSql.get(sql)
  if (known !== undefined) return known
  const text = written(sql, () => null)
  if (numberedSql.size < 1000) numberedSql.set(sql, text)
  return text
}

/** The same with what `literal` gives for the place of a parameter in its stead. */
function written(sql: string, literal: (at: number) => string | null): string {
  let at = 0
  let count = 0
  return sql.replace(/\?/g, () => literal(at++) ?? `$${++count}`)
}
