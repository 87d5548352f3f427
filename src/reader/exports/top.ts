import { formatNodeId } from '../../mesh/node-id.js'
import { rankingOf } from '../pages/top.js'
import { findRanking, withNodes } from '../ranking.js'
import { type Cell, fileName } from './csv.js'
import type { Export } from './index.js'

/** The whole ranking of the page's address. */
export const topExport: Export = {
  path: '/top.csv',
  flag: 'top',
  async open(context, { query }) {
    const ranking = rankingOf(query)
    const rows = await withNodes(context, await findRanking(context, ranking))
    const columns =
      ranking.of === 'senders'
        ? ['packets', 'receptions', 'gateways_per_packet']
        : ['receptions', 'hours_active', 'receptions_per_hour']
    return {
      name: fileName('top', ranking.of, ranking.period.key),
      lines: [
        ['rank', 'node_id', 'long_name', 'short_name', 'channel', ...columns],
        ...rows.map((row, index): Cell[] => [
          index + 1,
          formatNodeId(row.node_id),
          row.node?.long_name,
          row.node?.short_name,
          row.node?.channel,
          row.count,
          row.other,
          Number(row.mean.toFixed(2)),
        ]),
      ],
    }
  },
}
