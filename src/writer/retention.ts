import type { Config } from '../config/config.js'
import type { Database } from '../db/open.js'
import { beginEpoch } from '../db/write/epoch.js'
import {
  deleteOldNodes,
  deleteOldReports,
  deletePackets,
  deleteUnseen,
  deleteUnusedUplinks,
  findAdoption,
  findGatewayClock,
  findOldPackets,
  findUnusedUplinks,
  type Place,
  startOf,
  type Walked,
} from '../db/write/retention.js'
import { findSlowClocks, oldBefore } from '../db/write/slow-clock.js'
import { findSpace, returnPages } from '../db/write/space.js'
import { Pace, type PaceOptions } from './pace.js'

const DAY_US = 86_400_000_000
/** This machine's clock may be ahead of the gateways' by this much. */
const CLOCK_TOLERANCE_US = 2 * DAY_US

/** What a cleanup took away, and the longest time (ms) that it held the database. */
export interface Cleaned {
  packets: number
  receptions: number
  positions: number
  telemetry: number
  links: number
  nodes: number
  public_keys: number
  uplinks: number
  longestMs: number
}

/** The clock of this machine cannot be right: nothing is deleted by it. */
export class ClockAhead extends Error {
  constructor(ahead_us: number) {
    super(
      `nothing is deleted: the clock of this machine is ${Math.floor(ahead_us / DAY_US)} days ahead of those of the gateways that were heard last`,
    )
  }
}

/**
 * Deletes what is older than `[retention]` says (0 days = nothing), in slices between the batches
 * of packets. The hourly and daily counts, channels and malformed messages stay, and so does what
 * only looks old, because the clock was behind when it came.
 * Rejects with {@link ClockAhead}, or with an AbortError when interrupted.
 */
export async function cleanUp(
  db: Database,
  retention: Config['retention'],
  now_us: number,
  options: PaceOptions = {},
): Promise<Cleaned> {
  const clock_us = await findGatewayClock(db)
  if (clock_us !== null && now_us - clock_us > CLOCK_TOLERANCE_US) {
    throw new ClockAhead(now_us - clock_us)
  }
  const slow = await findSlowClocks(db, now_us, Math.max(...Object.values(retention)) * DAY_US)
  const pace = new Pace(db, options)
  const before = (days: number) => (days === 0 ? 0 : oldBefore(now_us - days * DAY_US, slow))
  const packetsBefore = before(retention.packetsDays)
  const { packets, receptions } = await cleanPackets(pace, packetsBefore)
  const positionsBefore = before(retention.positionsDays)
  const telemetryBefore = before(retention.telemetryDays)
  const nodesBefore = before(retention.nodesDays)
  return {
    packets,
    receptions,
    positions: await pace.all((tx, limit) =>
      deleteOldReports(tx, 'position', positionsBefore, limit),
    ),
    telemetry: await pace.all((tx, limit) =>
      deleteOldReports(tx, 'telemetry', telemetryBefore, limit),
    ),
    links: await cleanUnseen(pace, 'link', packetsBefore),
    nodes: await pace.all((tx, limit) => deleteOldNodes(tx, nodesBefore, limit)),
    public_keys: await cleanUnseen(pace, 'node_public_key', packetsBefore),
    uplinks: await cleanUplinks(db, pace, packetsBefore, options),
    longestMs: pace.longestMs,
  }
}

async function cleanPackets(pace: Pace, before_us: number) {
  const sum = { packets: 0, receptions: 0 }
  let since_us = 0
  for (;;) {
    const isDone = await pace.slice(async (tx, limit) => {
      const old = await findOldPackets(tx, since_us, before_us, limit)
      if (old.keys.length === 0) return true
      const deleted = await deletePackets(tx, old.keys)
      sum.packets += deleted.packets
      sum.receptions += deleted.receptions
      since_us = old.last_us
      return old.areLast
    })
    if (isDone) return sum
  }
}

async function cleanUnseen(pace: Pace, table: Walked, before_us: number): Promise<number> {
  let sum = 0
  let place: Place | null = startOf(table)
  while (place !== null && before_us > 0) {
    const from: Place = place
    const step = await pace.slice((tx, limit) => deleteUnseen(tx, table, from, before_us, limit))
    sum += step.deleted
    place = step.next
  }
  return sum
}

/**
 * Gateways, channels and topics go by which nothing came that is still kept: there is room for some
 * ten thousand, and whoever comes to an end of it hears no new gateway any more.
 */
async function cleanUplinks(
  db: Database,
  pace: Pace,
  packetsBefore: number,
  options: PaceOptions,
): Promise<number> {
  // A traceroute that MeshView 3.x noted may name one that none of its receptions does.
  const adopted_us = await findAdoption(db)
  if (packetsBefore === 0 || (adopted_us !== null && adopted_us >= packetsBefore)) return 0
  const unused: number[] = []
  for (let place: number | null = 0; place !== null; ) {
    const from: number = place
    const found = await pace.slice((tx, limit) => findUnusedUplinks(tx, from, limit))
    unused.push(...found.unused)
    place = found.next
  }
  // The writer remembers them: in a new epoch it reads anew what there is.
  const deleting = new Pace(db, { ...options, begin: beginEpoch })
  let sum = 0
  while (unused.length > 0) {
    sum += await deleting.slice((tx, limit) => deleteUnusedUplinks(tx, unused.splice(0, limit)))
  }
  return sum
}

/** From this share of free pages on, space is given back to the disk … */
const MUCH_FREE = 0.25
/** … down to this one: what the packets of the next days fill again. */
const KEPT_FREE = 0.1

/**
 * Gives free pages of an SQLite file back to the disk, in slices: when a good part of the file is
 * free, or all of them when `everything`. The number of bytes; null where only a `vacuum` of
 * the whole file can do it (a file made by MeshView 3.x).
 */
export async function returnSpace(
  db: Database,
  everything: boolean,
  options: PaceOptions = {},
): Promise<number | null> {
  const space = await findSpace(db)
  if (space === null || space.free === 0) return 0
  if (!space.isIncremental) return null
  if (!everything && space.free < space.pages * MUCH_FREE) return 0
  const pace = new Pace(db, options)
  let pages = Math.floor(space.free - (everything ? 0 : space.pages * KEPT_FREE))
  const bytes = pages * space.page_bytes
  while (pages > 0) {
    pages -= await pace.slice(async (tx, limit) => {
      const some = Math.min(pages, limit)
      await returnPages(tx, some)
      return some
    })
  }
  return bytes
}

/** One line that says what was deleted; null for nothing. */
export function describeCleaned(cleaned: Cleaned): string | null {
  const { longestMs, ...counts } = cleaned
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name.replace('_', ' ')}`)
  if (parts.length === 0) return null
  return `cleanup: ${parts.join(', ')} deleted, in steps of ${Math.ceil(longestMs)} ms at most`
}
