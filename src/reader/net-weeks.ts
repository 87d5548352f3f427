import { type CheckinRow, findCheckins } from '../db/read/checkins.js'
import type { ReaderContext } from './context.js'
import { startOfWeek, type Zone } from './zone.js'

/** A station's check-ins of one week, the first one first. */
export interface Station {
  node_id: number
  checkins: CheckinRow[]
}

export interface NetWeek {
  /** Its Monday, `YYYY-MM-DD`. */
  monday: string
  /** Unix seconds. */
  from: number
  to: number
  messages: number
  /** In the order of their first check-ins. */
  stations: Station[]
}

const DAY = 86_400

/** The week of a time and the `count - 1` weeks before it, newest first. */
export async function findNetWeeks(
  { db, config }: ReaderContext,
  zone: Zone,
  latest: number,
  count: number,
): Promise<NetWeek[]> {
  const bounds = [startOfWeek(zone, startOfWeek(zone, latest) + 8 * DAY)]
  let from = startOfWeek(zone, latest)
  for (; bounds.length <= count; from = startOfWeek(zone, from - DAY)) bounds.push(from)
  // All at once: words are looked up in all texts there are, whatever the period.
  const checkins = await findCheckins(db, config.site.netTag, {
    from_us: (bounds.at(-1) ?? 0) * 1e6,
    to_us: (bounds[0] ?? 0) * 1e6,
  })
  return bounds.slice(1).map((from, index) => {
    const to = bounds[index] ?? from
    const ofWeek = checkins.filter(
      ({ import_time_us }) => import_time_us >= from * 1e6 && import_time_us < to * 1e6,
    )
    return {
      ...{ monday: zone.dateOf(from), from, to },
      messages: ofWeek.length,
      stations: byStation(ofWeek),
    }
  })
}

function byStation(checkins: readonly CheckinRow[]): Station[] {
  const stations = new Map<number, Station>()
  for (const checkin of checkins) {
    const station = stations.get(checkin.from_node_id)
    if (station !== undefined) station.checkins.push(checkin)
    else {
      stations.set(checkin.from_node_id, { node_id: checkin.from_node_id, checkins: [checkin] })
    }
  }
  return [...stations.values()]
}
