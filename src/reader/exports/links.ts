import { findNames } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { findLongLinks, linkQueryOf } from '../long-links.js'
import { type Cell, csvTime, fileName } from './csv.js'
import type { Export } from './index.js'

/** Every link that the page's address names. */
export const linksExport: Export = {
  path: '/links.csv',
  flag: 'top',
  async open(context, { query }) {
    const wanted = linkQueryOf(query)
    const rows = await findLongLinks(context, wanted)
    const names = await findNames(
      context.db,
      rows.flatMap(({ one, other }) => [one, other]),
    )
    /** One at a time: of twenty thousand at once, others would notice. */
    function* lines(): Generator<Cell[]> {
      yield [
        ...['node_1', 'name_1', 'node_2', 'name_2', 'distance_m', 'uncertainty_m'],
        ...['snr_at_2_db', 'snr_at_1_db', 'heard_1_to_2', 'heard_2_to_1', 'times', 'last'],
      ]
      for (const row of rows) {
        yield [
          formatNodeId(row.one),
          names.get(row.one)?.long_name,
          formatNodeId(row.other),
          names.get(row.other)?.long_name,
          Math.round(row.metres),
          row.doubt,
          row.there,
          row.back,
          row.there !== undefined,
          row.back !== undefined,
          row.count,
          csvTime(row.last_seen_us),
        ]
      }
    }
    return { name: fileName('links', wanted.kind, wanted.period.key), lines: lines() }
  },
}
