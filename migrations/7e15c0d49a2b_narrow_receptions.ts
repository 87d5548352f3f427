import { engineOf, type Revision, sql } from '../src/migrate/columns.js'

const WIDTHS = {
  narrow: { rx_delay_s: 'integer', rest: 'smallint' },
  wide: { rx_delay_s: 'bigint', rest: 'integer' },
} as const

/** Radios measure in 16 bits; what MeshView 3.x noted beyond that is the nearest that fits. */
const MEASURED = ['rx_rssi', 'rx_snr4']
const BYTES = ['hop_limit', 'hop_start', 'relay_node', 'next_hop']

/** Seconds modulo 2^32, which is exact for every clock of 32 bits, odd ones included. */
const WRAPPED = '((rx_delay_s + 2147483648) & 4294967295) - 2147483648'

/**
 * A reception takes 68 bytes instead of 92 on PostgreSQL, and less in its key: the largest table of
 * all. SQLite keeps every number in as few bytes as it needs, so nothing changes there.
 */
export const narrowReceptions: Revision = {
  name: 'NarrowReceptions1795774500318',
  revision: '7e15c0d49a2b',
  downRevision: 'd25f80b3c716',
  message: 'receptions in narrow columns',

  async up(queryRunner) {
    if (engineOf(queryRunner) !== 'postgres') return
    await sql(
      queryRunner,
      alterSql('narrow', {
        rx_delay_s: WRAPPED,
        ...Object.fromEntries(
          MEASURED.map((name) => [name, `greatest(-32768, least(32767, ${name}))`]),
        ),
      }),
    )
    await sql(queryRunner, 'analyze reception')
  },

  async down(queryRunner) {
    if (engineOf(queryRunner) !== 'postgres') return
    await sql(queryRunner, alterSql('wide', {}))
    await sql(
      queryRunner,
      `update reception set rx_delay_s = (heard.rx_time & 4294967295) - heard.arrival_s
       from (
         select r.packet_key, r.uplink_id, r.rx_delay_s, a.arrival_s, a.arrival_s + r.rx_delay_s as rx_time
         from reception r left join packet p on p.packet_key = r.packet_key,
           lateral (select coalesce(p.import_time_us, 0) / 1000000 as arrival_s) as a
       ) as heard
       where reception.packet_key = heard.packet_key and reception.uplink_id = heard.uplink_id
         and reception.rx_delay_s = heard.rx_delay_s and heard.rx_time not between 0 and 4294967295`,
    )
  },
}

/** One statement, so that PostgreSQL writes the table and its indexes once. */
function alterSql(width: keyof typeof WIDTHS, values: Record<string, string>): string {
  const { rx_delay_s, rest } = WIDTHS[width]
  const changes = ['rx_delay_s', ...MEASURED, ...BYTES].map((name) => {
    const type = name === 'rx_delay_s' ? rx_delay_s : rest
    return `alter column ${name} type ${type} using (${values[name] ?? name})::${type}`
  })
  return `alter table reception ${changes.join(', ')}`
}
