import type { Database, Param } from '../open.js'
import { PLANNED_EACH_TIME } from '../postgres-statements.js'
import { type TokenFields, wantedTokens } from '../text-tokens.js'
import { breathe } from './breathe.js'

/** Texts looked at by one statement, at least and at most. */
const LEAST = 50
const MOST = 500

/** Which texts are looked at: keys are exclusive bounds. */
export interface TextBounds extends TokenFields {
  after_key?: number
  before_key?: number
}

/**
 * Walks the texts that contain `words`, letter case aside: the keys of their packets in order, a
 * few at a time, `limit` of which are wanted. Never those of direct messages. By the index of their tokens, so that it costs the
 * same whether the words are common, rare or nowhere.
 */
export async function* textsWith(
  db: Database,
  words: string,
  { after_key = -1, before_key = Number.MAX_SAFE_INTEGER, ...fields }: TextBounds,
  order: 'newest' | 'oldest',
  limit = MOST,
): AsyncGenerator<number[]> {
  // Nearly all of what has the tokens has the words.
  let slice = Math.max(LEAST, Math.min(MOST, limit))
  const candidates = candidatesOf(db, wantedTokens(words, fields))
  const direction = order === 'newest' ? 'desc' : 'asc'
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  for (let from = after_key, to = before_key; ; ) {
    const rows = await db.all<{ packet_key: number; fits: number }>(
      // SQLite folds the case of ASCII letters only, so the words as typed are tried as well.
      `select c.packet_key, case when not m.direct
          and (lower(m.text) like ? escape '\\' or m.text like ? escape '\\') then 1 else 0 end as fits
        from (${candidates.sql} order by 1 ${direction} limit ?) as c
        left join text_message m on m.packet_key = c.packet_key
        order by c.packet_key ${direction}`,
      [pattern.toLowerCase(), pattern, ...candidates.params, from, to, slice],
    )
    const keys = rows.filter((row) => row.fits === 1).map((row) => row.packet_key)
    if (keys.length > 0) yield keys
    const last = rows.at(-1)
    if (last === undefined || rows.length < slice) return
    if (order === 'newest') to = last.packet_key
    else from = last.packet_key
    slice = MOST
    await breathe()
  }
}

/** The keys of texts that may fit; two bounds are its last parameters. */
function candidatesOf(db: Database, tokens: string[][]): { sql: string; params: Param[] } {
  if (tokens.some((set) => set.length === 0)) {
    return {
      sql: 'select packet_key from text_message where packet_key > ? and packet_key < ?',
      params: [],
    }
  }
  if (db.engine === 'sqlite') {
    return {
      // FTS5 seeks to bounds that are integers; the driver's numbers are none.
      sql: `select rowid as packet_key from text_search where text_search match ?
        and rowid > cast(? as integer) and rowid < cast(? as integer)`,
      params: [tokens.map((set) => `(${set.join(' ')})`).join(' OR ')],
    }
  }
  return {
    sql: `select packet_key ${PLANNED_EACH_TIME} from text_search
      where (${tokens.map(() => `tokens @> ?::bigint[]`).join(' or ')})
        and packet_key > ? and packet_key < ?`,
    params: tokens.map((set) => `{${set.join()}}`),
  }
}
