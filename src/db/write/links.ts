import type { Database, Param } from '../database.js'
import { link } from '../entities/link.js'
import { insertAll } from '../insert.js'
import { valuesMaker } from '../row-maker.js'
import { latestSeen } from './last-seen.js'

/** What one batch adds to a link: SNR in dB × 4, RSSI in dBm, null where nothing was measured. */
export interface LinkDelta {
  from_node_id: number
  to_node_id: number
  kind: number
  count: number
  first_seen_us: number
  last_seen_us: number
  snr_count: number
  snr4_sum: number
  snr4_last: number | null
  snr4_min: number | null
  snr4_max: number | null
  rssi_count: number
  rssi_sum: number
  rssi_last: number | null
  rssi_min: number | null
  rssi_max: number | null
}

const added = ['count', 'snr_count', 'snr4_sum', 'rssi_count', 'rssi_sum']
const latest = ['snr4_last', 'rssi_last']

/** The lesser (`<`) or greater (`>`) of two values of which either may be null. */
function extreme(name: string, than: '<' | '>'): string {
  return `${name} = case when link.${name} is null or excluded.${name} ${than} link.${name}
    then coalesce(excluded.${name}, link.${name}) else link.${name} end`
}

const upsertLink = insertAll(
  link,
  `on conflict (kind, from_node_id, to_node_id) do update set
     ${added.map((name) => `${name} = link.${name} + excluded.${name}`).join(', ')},
     ${latest.map((name) => `${name} = coalesce(excluded.${name}, link.${name})`).join(', ')},
     ${extreme('snr4_min', '<')}, ${extreme('snr4_max', '>')},
     ${extreme('rssi_min', '<')}, ${extreme('rssi_max', '>')},
     ${latestSeen('link')}`,
)

const rowOf = valuesMaker<LinkDelta>(Object.keys(link.columns) as (keyof LinkDelta)[])

/** One delta per (from, to, kind). */
export function upsertLinks(tx: Database, deltas: Iterable<LinkDelta>): Promise<void> {
  const rows: Param[][] = []
  for (const delta of deltas) rows.push(rowOf(delta))
  return tx.insertMany(upsertLink, rows)
}
