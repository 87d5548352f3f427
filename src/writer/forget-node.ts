import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/open.js'
import { beginEpoch } from '../db/write/epoch.js'
import {
  countHeard,
  countPackets,
  countTrace,
  deleteHeard,
  deleteMalformed,
  deletePacketsOf,
  deleteTrace,
  deleteUplink,
  findMalformedOf,
  findUplinksOf,
  leftoversOf,
  type PacketsOf,
  type TraceName,
  traceNames,
} from '../db/write/forget.js'
import { findNaming } from '../db/write/forget-named.js'
import { lastPacketKey } from '../db/write/known.js'
import { keepLog, moveLog } from '../db/write/log.js'
import { isRetryable } from './database-errors.js'
import { Pace } from './pace.js'

/** How many rows of what; `longestMs` of what was deleted is the longest time that a slice took. */
export interface Forgotten extends Record<TraceName, number> {
  /** Sent by the node, and for it. */
  packets: number
  /** Of others, with a route or neighbours among which the node is. */
  naming: number
  /** Of all these packets. */
  receptions: number
  /** Of packets of others, by the node as a gateway. */
  heard: number
  uplinks: number
  malformed: number
  /** Rows of MeshView 3.x. */
  leftovers: number
}

/** A database that another process holds is asked so many times more, so many ms apart. */
const TRIES = 50
const RETRY_MS = 200
/** Packets of others that are named to the database at a time. */
const KEYS = 500

function nothing(): Forgotten {
  const traces = Object.fromEntries(traceNames.map((name) => [name, 0])) as Record<
    TraceName,
    number
  >
  return {
    ...{ packets: 0, naming: 0, receptions: 0, heard: 0, uplinks: 0, malformed: 0, leftovers: 0 },
    ...traces,
  }
}

/** What {@link forgetNode} would delete now. */
export async function countNode(db: Database, node_id: number): Promise<Forgotten> {
  const counts = nothing()
  const last = await lastPacketKey(db)
  const uplinks = await findUplinksOf(db, node_id)
  counts.uplinks = uplinks.length
  counts.heard = await countHeard(db, uplinks)
  const going: [part: 'packets' | 'naming', of: PacketsOf][] = [
    ['packets', { from: node_id, last }],
    ['packets', { to: node_id, last }],
    ['naming', { keys: await findNaming(db, node_id), of: node_id }],
  ]
  for (const [part, of] of going) {
    const { packets, receptions } = await countPackets(db, of)
    counts[part] += packets
    counts.receptions += receptions
    counts.heard -= await countHeard(db, uplinks, of)
  }
  for (const name of traceNames) counts[name] = await countTrace(db, name, node_id)
  counts.malformed = (await findMalformedOf(db, node_id)).length
  counts.leftovers = await leftoversOf(db, node_id, 'count')
  return counts
}

/**
 * Deletes what `node_id` has left: in slices, beside a writer that stores packets, which waits for
 * none of them longer than for its own cleanup. What comes in meanwhile may stay. Rejects
 * with an AbortError when interrupted; what was deleted by then is gone.
 */
export async function forgetNode(
  db: Database,
  node_id: number,
  signal?: AbortSignal,
): Promise<Forgotten & { longestMs: number }> {
  const counts = nothing()
  let longestMs = 0
  keepLog(db)
  // A pace for each work: what is right for light rows would be far too much for heavy ones.
  const paced = async <T>(work: (pace: Pace) => Promise<T>): Promise<T> => {
    const pace = new Pace(db, { signal, begin: beginEpoch, between: moveLog })
    const result = await work(pace)
    longestMs = Math.max(longestMs, pace.longestMs)
    return result
  }
  const once = <T>(work: (tx: Database) => Promise<T>): Promise<T> =>
    paced((pace) => patiently(signal, () => pace.slice(work)))
  /** Until a slice finds nothing more, or (`isFew`) less than it might. */
  const all = (work: (tx: Database, limit: number) => Promise<number>, isFew = false) =>
    paced(async (pace) => {
      for (let sum = 0; ; ) {
        const [found, limit] = await patiently(signal, () =>
          pace.slice(async (tx, limit) => [await work(tx, limit), limit] as const),
        )
        sum += found
        if (found === 0 || (isFew && found < limit)) return sum
      }
    })
  const packets = (part: 'packets' | 'naming', of: PacketsOf) =>
    all(async (tx, limit) => {
      const deleted = await deletePacketsOf(tx, of, limit)
      counts[part] += deleted.packets
      counts.receptions += deleted.receptions
      return deleted.packets
    })

  // What comes in while this goes on was heard again.
  const last = await lastPacketKey(db)
  await packets('packets', { from: node_id, last })
  await packets('packets', { to: node_id, last })
  const naming = await findNaming(db, node_id)
  for (let first = 0; first < naming.length; first += KEYS) {
    await packets('naming', { keys: naming.slice(first, first + KEYS), of: node_id })
  }
  for (const uplink_id of await findUplinksOf(db, node_id)) {
    counts.heard += await all((tx, limit) => deleteHeard(tx, uplink_id, last, limit))
    counts.uplinks += await once((tx) => deleteUplink(tx, uplink_id))
  }
  counts.malformed = await once(async (tx) =>
    deleteMalformed(tx, await findMalformedOf(tx, node_id)),
  )
  counts.leftovers = await once((tx) => leftoversOf(tx, node_id, 'delete'))
  for (const name of traceNames) {
    counts[name] = await all((tx, limit) => deleteTrace(tx, name, node_id, limit), true)
  }
  return { ...counts, longestMs }
}

/** Tries again while another process holds the database. */
async function patiently<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isRetryable(error) || tries === TRIES) throw error
      await sleep(RETRY_MS, undefined, { signal })
    }
  }
}
