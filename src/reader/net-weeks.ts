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
  const weeks: NetWeek[] = []
  let from = startOfWeek(zone, latest)
  let to = startOfWeek(zone, from + 8 * DAY)
  while (weeks.length < count) {
    const checkins = await findCheckins(db, config.site.netTag, {
      from_us: from * 1e6,
      to_us: to * 1e6,
    })
    weeks.push({
      monday: zone.dateOf(from),
      from,
      to,
      messages: checkins.length,
      stations: byStation(checkins),
    })
    to = from
    from = startOfWeek(zone, from - DAY)
  }
  return weeks
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
