import type { Database } from '../db/database.js'

interface Memory {
  made_us: number
  value: Promise<unknown>
}

const memories = new WeakMap<Database, Map<string, Memory>>()
const MOST = 50

/**
 * What `make` answers, asked anew only when the last answer is older than `ttl_us`: for sums over
 * long periods, which a minute does not change. Whoever asks at the same time waits for the same.
 */
export function remember<T>(
  db: Database,
  key: string,
  now_us: number,
  ttl_us: number,
  make: () => Promise<T>,
): Promise<T> {
  const known = memories.get(db) ?? new Map<string, Memory>()
  memories.set(db, known)
  const old = known.get(key)
  if (old !== undefined && Math.abs(now_us - old.made_us) < ttl_us) return old.value as Promise<T>
  known.delete(key)
  const oldest = known.size < MOST ? undefined : known.keys().next().value
  if (oldest !== undefined) known.delete(oldest)
  const value = make()
  known.set(key, { made_us: now_us, value })
  // A failure is told to those who wait for it, and not remembered.
  value.catch(() => known.delete(key))
  return value
}
