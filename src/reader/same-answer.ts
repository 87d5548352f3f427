import type { Database } from '../db/database.js'
import { databaseVersion } from '../db/read/changes.js'
import type { ReaderContext } from './context.js'

/** Answers of one moment take no more memory than this. */
const MOST_BYTES = 2 * 1024 * 1024

export interface Answer {
  status: number
  body: Buffer
}

/** Stands for a time in which nothing has changed: for what its answers have in common. */
export type Moment = object

/** Gives the answer to `key` (all that it depends on) that there is, else the one that is made. */
export type SameAnswers = (key: string, make: (now: Moment) => Promise<Answer>) => Promise<Answer>

/**
 * Answers that are given again as long as nothing has changed: neither the database (which tells
 * exactly) nor the time by `span_us`. When a packet comes, every open page asks for itself anew in
 * the same moment; the first one has the work.
 */
export function sameAnswers(context: ReaderContext, span_us: number): SameAnswers {
  let answers = new Map<string, Promise<Answer>>()
  let at = ''
  let moment: Moment = {}
  let asked: Database | null = null
  let bytes = 0

  return async (key, make) => {
    const { db } = context
    const now = `${await databaseVersion(db)} ${Math.floor(context.nowUs() / span_us)}`
    if (now !== at || db !== asked) {
      at = now
      moment = {}
      asked = db
      forget()
    }
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = make(moment)
    const mine = answers
    mine.set(key, answer)
    try {
      const { body } = await answer
      // Meanwhile the moment may have passed.
      if (mine === answers) bytes += key.length + body.length
      if (bytes > MOST_BYTES) forget()
    } catch {
      // Told to those who wait for it, and not remembered.
      mine.delete(key)
    }
    return answer
  }

  function forget(): void {
    answers = new Map()
    bytes = 0
  }
}
