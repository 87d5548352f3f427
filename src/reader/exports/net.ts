import { formatNodeId } from '../../mesh/node-id.js'
import { findNetWeeks } from '../net-weeks.js'
import { latestOf, NET_WEEKS } from '../pages/net.js'
import { type Cell, csvTime } from './csv.js'
import type { Export } from './index.js'

/** The check-ins of the weeks that the page shows. */
export const netExport: Export = {
  path: '/net.csv',
  flag: 'net',
  async open(context, { query, zone }) {
    const weeks =
      context.config.site.netTag === ''
        ? []
        : await findNetWeeks(context, zone, latestOf(query('before'), context.nowUs()), NET_WEEKS)
    function* lines(): Generator<Cell[]> {
      yield ['week', 'time', 'node_id', 'long_name', 'short_name', 'first', 'packet_id', 'text']
      for (const week of weeks) {
        for (const { node_id, checkins } of week.stations) {
          for (const [index, checkin] of checkins.entries()) {
            yield [
              week.monday,
              csvTime(checkin.import_time_us),
              formatNodeId(node_id),
              checkin.long_name,
              checkin.short_name,
              index === 0,
              checkin.id,
              checkin.text,
            ]
          }
        }
      }
    }
    return { name: 'net', lines: lines() }
  },
}
