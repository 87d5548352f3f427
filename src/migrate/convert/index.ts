import type { QueryRunner } from 'typeorm'
import { emptyRows, type Rows } from '../../db/ingest/rows.js'
import type { Database } from '../../db/open.js'
import type { RevisionContext } from '../revision.js'
import { convertKeys, convertSnapshots } from './keys.js'
import { dropOldTables } from './leftovers.js'
import { completePlaces, convertNodes, convertTimelessNodes } from './nodes.js'
import { convertPacket } from './packet.js'
import { dropIndices, makeIndices, shrink, withRoom } from './room.js'
import {
  countLeft,
  deleteSlice,
  findSource,
  lastPlace,
  placeOf,
  prepareSource,
  readSlice,
  type Slice,
  type Source,
} from './source.js'
import { fillTimes, oldestTime } from './times.js'
import { loadNames, Uplinks } from './uplinks.js'
import { writeRows } from './write.js'

/** Packets converted in one transaction, with their receptions: some 100 ms, 2 MB of log file. */
const PACKETS_PER_SLICE = 1000

/**
 * Converts the tables of MeshView 3.x, which stand aside as `v3_…`, into ours. In slices: each
 * is one transaction that writes our rows and deletes the old ones, so what is left to do is what
 * is left there, and a run that was ended at any moment is taken up by the next. (On PostgreSQL
 * the old rows stay to the end, and what is left is what comes after the last packet of ours.)
 */
export async function convertMeshview3(
  queryRunner: QueryRunner,
  context: RevisionContext,
): Promise<void> {
  const { db } = context
  if (db === null) {
    context.log('rows of MeshView 3.x are converted by the program, not by statements')
    return
  }
  await withRoom(queryRunner, db, async () => {
    const source = await findSource(db)
    if (source.tables.size > 0) await convertTables(queryRunner, db, source, context)
    await shrink(queryRunner, db, context.log)
    await makeIndices(queryRunner)
    await completePlaces(db)
  })
}

async function convertTables(
  queryRunner: QueryRunner,
  db: Database,
  source: Source,
  context: RevisionContext,
): Promise<void> {
  await prepareSource(db, source)
  await dropIndices(queryRunner)
  const timeless = await fillTimes(db, source)
  if (timeless > 0) context.log(`${timeless} packets without a time were given one`)
  const progress = await progressOf(db, source, context)
  const oldest_us = await oldestTime(db, source)
  await progress(await convertNodes(db, source))
  await convertPackets(db, source, progress, context)
  await progress(await convertTimelessNodes(db, source, oldest_us))
  await progress(await convertKeys(db, source, oldest_us))
  await progress(await convertSnapshots(db, source))
  await dropOldTables(db, source, context.log)
}

type Advance = (rows: number) => Promise<void>

/** Counts on from what an interrupted run has done. */
async function progressOf(
  db: Database,
  source: Source,
  context: RevisionContext,
): Promise<Advance> {
  const row = await db.get<{ done: number | null }>(
    `select sum(value) as done from counter where name in ('total.packets', 'total.receptions')`,
  )
  let done = Number(row?.done ?? 0)
  const left = await countLeft(db, source)
  const total = source.isEmptied ? done + left : left
  await context.progress(done, total)
  return async (rows) => {
    if (rows === 0) return
    done += rows
    await context.progress(done, total)
  }
}

/**
 * On PostgreSQL, where the old rows stay, a slice is read and converted while the one before it is
 * written: the server and this process work at the same time.
 */
async function convertPackets(
  db: Database,
  source: Source,
  progress: Advance,
  context: RevisionContext,
): Promise<void> {
  const names = await loadNames(db)
  const uplinks = new Uplinks(names)
  let packet_key = await lastKey(db)
  let place = await lastPlace(db, source)
  let repeated = 0
  let written: Promise<void> = Promise.resolve()
  try {
    for (;;) {
      const slice = await readSlice(db, source, place, PACKETS_PER_SLICE)
      const rows = emptyRows()
      const target = { names, uplinks, rows }
      let taken = slice.packets.length
      for (const packet of slice.packets) {
        const receptions = slice.receptions.get(packet.id) ?? []
        const traceroutes = slice.traceroutes.get(packet.id) ?? []
        taken += receptions.length + traceroutes.length
        repeated += convertPacket(++packet_key, packet, receptions, traceroutes, target)
      }
      await written
      if (slice.packets.length === 0) break
      written = writeSlice(db, source, slice, rows).then(() => progress(taken))
      // It is waited for below; until then a failure must not count as nobody's.
      written.catch(() => {})
      if (source.isEmptied) await written
      else place = placeOf(slice)
    }
  } finally {
    // Nothing is written any more when this has ended, however it ends.
    await written.catch(() => {})
  }
  if (repeated > 0) {
    context.log(`${repeated} traceroute rows were repetitions of one message and became one`)
  }
}

function writeSlice(db: Database, source: Source, slice: Slice, rows: Rows): Promise<void> {
  return db.transaction(async (tx) => {
    await writeRows(tx, rows)
    if (source.isEmptied) await deleteSlice(tx, source, slice)
  })
}

/** The key of the packet that was converted last; 0 at the beginning. */
async function lastKey(db: Database): Promise<number> {
  const row = await db.get<{ last: number | null }>('select max(packet_key) as last from packet')
  return row?.last ?? 0
}
