import type { Database } from '../database.js'
import { saveState } from './bookkeeping.js'

/**
 * Each batch leaves its mark, a number of its own, in its transaction on PostgreSQL: whoever lost the
 * connection before the answer to the commit came reads there whether it was committed. SQLite,
 * which is no other process, always answers. Not the server's transaction ids: after a failover
 * to a copy of it the lost one may have been given to another transaction.
 */
const MARK = 'state.batch'

/** Sees to it that there is a row to be waited for. */
export async function makeMark(db: Database): Promise<void> {
  await db.run('insert into counter (name, value) values (?, 0) on conflict (name) do nothing', [
    MARK,
  ])
}

export function saveMark(tx: Database, mark: number): Promise<void> {
  return saveState(tx, { batch: mark })
}

/**
 * The mark of the batch that was committed last. Waits for one whose commit the server has not
 * ended: rejects when that takes longer than any transaction of ours (`lock_timeout`).
 */
export async function readMark(db: Database): Promise<number> {
  const row = await db.get<{ value: number }>(
    'select value from counter where name = ? for update',
    [MARK],
  )
  return row?.value ?? 0
}
