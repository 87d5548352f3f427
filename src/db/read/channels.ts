import type { Database } from '../open.js'

/** Names of the channels with traffic since `hour` (hours since 1970 UTC), by letters. */
export async function findActiveChannels(db: Database, hour: number): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    `select name from channel where channel_id in
      (select distinct channel_id from traffic_hourly where hour >= ?)`,
    [hour],
  )
  return rows.map((row) => row.name).sort()
}

export interface ChannelTraffic {
  name: string
  packets: number
}

const WEEK_HOURS = 7 * 24
/** Strangers may make up any number of them. */
const MOST_CHANNELS = 1000

/** The packets of every channel in the last week that had any, the busiest channel first. */
export async function findChannelTraffic(db: Database): Promise<ChannelTraffic[]> {
  const row = await db.get<{ hour: number | null }>('select max(hour) as hour from traffic_hourly')
  return db.all<ChannelTraffic>(
    `select c.name, sum(t.packets) as packets
      from traffic_hourly t join channel c on c.channel_id = t.channel_id
      where t.hour >= ? group by c.name order by packets desc limit ${MOST_CHANNELS}`,
    [(row?.hour ?? 0) - WEEK_HOURS],
  )
}
