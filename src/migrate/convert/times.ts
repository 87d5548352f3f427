import { EARLIEST_TIME_S } from '../../db/ingest/project.js'
import type { Database } from '../../db/open.js'
import { decodePacket } from '../../mesh/envelope.js'
import { MeshFault } from '../../mesh/fault.js'
import type { Source } from './source.js'

/** Packets looked at in one transaction. */
const SLICE = 2000

interface Timeless {
  id: number
  payload: Buffer | null
  seen_us: number | null
  rx_time: number | null
}

/**
 * Gives a time to packets that have none (rows from before MeshView 3.0): the arrival of their
 * first reception, else the time at which a gateway's clock says that it was heard, else that of
 * the oldest packet whose time is known, since packets without a time are older than the others.
 * Can be interrupted anywhere and run again. Returns how many had none.
 */
export async function fillTimes(db: Database, source: Source): Promise<number> {
  if (!source.tables.has('packet')) return 0
  let filled = 0
  let last = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = await findTimeless(db, source, last)
    const end = rows.at(-1)
    if (end === undefined) break
    last = end.id
    filled += rows.length
    await db.transaction(async (tx) => {
      for (const row of rows) {
        const time_us = timeOf(row)
        if (time_us === null) continue
        await tx.run('update v3_packet set import_time_us = ? where id = ?', [time_us, row.id])
      }
    })
  }
  await db.run('update v3_packet set import_time_us = ? where import_time_us is null', [
    await oldestTime(db, source),
  ])
  return filled
}

/** The oldest time that the packets know; now, where they know none. */
export async function oldestTime(db: Database, source: Source): Promise<number> {
  const old = source.tables.has('packet')
    ? await db.get<{ t: number | null }>('select min(import_time_us) as t from v3_packet')
    : undefined
  // Oldest first is how they were converted.
  const ours = await db.get<{ t: number | null }>(
    'select import_time_us as t from packet order by packet_key limit 1',
  )
  const known = [old?.t, ours?.t].filter((time) => typeof time === 'number')
  return known.length > 0 ? Math.min(...known) : Date.now() * 1000
}

function findTimeless(db: Database, source: Source, after: number): Promise<Timeless[]> {
  const latest = Math.floor(Date.now() / 1000)
  const ofReceptions = source.tables.has('packet_seen')
    ? `(select min(import_time_us) from v3_packet_seen where packet_id = v3_packet.id) as seen_us,
       (select min(rx_time) from v3_packet_seen where packet_id = v3_packet.id
          and rx_time between ${EARLIEST_TIME_S} and ${latest}) as rx_time`
    : 'null as seen_us, null as rx_time'
  return db.all<Timeless>(
    `select id, payload, ${ofReceptions} from v3_packet
     where import_time_us is null and id > ? order by id limit ${SLICE}`,
    [after],
  )
}

function timeOf(row: Timeless): number | null {
  if (row.seen_us !== null) return row.seen_us
  const rx_time = row.rx_time ?? rxTimeOf(row.payload)
  return rx_time === null ? null : rx_time * 1_000_000
}

function rxTimeOf(payload: Buffer | null): number | null {
  if (payload === null) return null
  try {
    const { rx_time } = decodePacket(payload)
    return rx_time >= EARLIEST_TIME_S && rx_time <= Date.now() / 1000 ? rx_time : null
  } catch (error) {
    if (error instanceof MeshFault) return null
    throw error
  }
}
