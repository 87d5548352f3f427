import { openDatabase } from '../src/db/open.js'
import { migrate } from '../src/migrate/index.js'

const HOUR_US = 3_600_000_000
/** Prime, so that the ids of the copies are spread over all 32 bits as radios choose them. */
const ID_STEP = 2_654_435_761

/**
 * Makes of the database `from` one that has gone on for `times` as long: the same nodes, links and
 * names, and before its packets those of earlier eras of `days` each, with keys, ids and times of
 * their own. Ten million receptions in a minute, where the ingest would take ten.
 */
export async function multiplyDatabase(
  from: string,
  file: string,
  { times, days }: { times: number; days: number },
): Promise<void> {
  const db = await openDatabase(`sqlite:///${file}`, 'write')
  try {
    await migrate(db, { backup: false })
    await db.run('pragma synchronous = off')
    await db.run('attach database ? as era', [from])
    const last = await db.get<{ key: number }>('select max(packet_key) as key from era.packet')
    const keys = last?.key ?? 0
    for (const table of ['channel', 'uplink', 'node', 'node_public_key', 'writer_status']) {
      await db.run(`insert into ${table} select * from era.${table}`)
    }
    await db.run(`update writer_status set last_packet_key = ${keys * times}`)
    await db.run(
      `insert into counter select name, value * ${times} from era.counter
        where true on conflict (name) do update set value = excluded.value`,
    )
    await db.run(`insert into link select * from era.link`)
    await db.run(`update link set count = count * ${times}, snr_count = snr_count * ${times},
      snr4_sum = snr4_sum * ${times}, rssi_count = rssi_count * ${times},
      rssi_sum = rssi_sum * ${times}`)
    for (let era = 0; era < times; era++) {
      await db.transaction(async (tx) => {
        for (const sql of copies(keys * era, era, (times - 1 - era) * days * 24)) await tx.run(sql)
      })
    }
  } finally {
    await db.close()
  }
}

/** One era: keys move up by `key`, times back by `hours`, ids by a step for each era. */
function copies(key: number, era: number, hours: number): string[] {
  const us = hours * HOUR_US
  const step = (era * ID_STEP) % 4_294_967_296
  const id = (column: string) => `(${column} + ${step}) % 4294967296`
  const moved = (table: string, changes: Record<string, string>, columns: readonly string[]) =>
    `insert into ${table} (${columns.join(', ')})
      select ${columns.map((column) => changes[column] ?? column).join(', ')}
      from era.${table} order by 1`
  const packet_key = `packet_key + ${key}`
  const import_time_us = `import_time_us - ${us}`
  return [
    moved(
      'packet',
      {
        packet_key,
        import_time_us,
        id: id('id'),
        request_id: id('request_id'),
        reply_id: id('reply_id'),
      },
      [
        ...['packet_key', 'id', 'from_node_id', 'to_node_id', 'portnum', 'encrypted', 'channel_id'],
        ...['channel_hash', 'import_time_us', 'priority', 'want_ack', 'pki_encrypted'],
        ...['request_id', 'reply_id', 'data'],
      ],
    ),
    moved('reception', { packet_key }, [
      ...['packet_key', 'uplink_id', 'rx_delay_s', 'delay_us', 'rx_rssi', 'rx_snr4', 'hop_limit'],
      ...['hop_start', 'relay_node', 'next_hop', 'via_mqtt'],
    ]),
    moved('position', { packet_key, import_time_us }, [
      ...['packet_key', 'node_id', 'import_time_us', 'latitude_i', 'longitude_i', 'altitude'],
      ...['precision_bits', 'sats_in_view', 'ground_speed', 'ground_track'],
    ]),
    moved('telemetry', { packet_key, import_time_us }, [
      ...['packet_key', 'node_id', 'import_time_us', 'variant', 'metrics'],
    ]),
    moved('text_message', { packet_key, reply_id: id('reply_id') }, [
      ...['packet_key', 'channel_id', 'direct', 'text', 'reply_id', 'emoji'],
    ]),
    moved('traceroute', { packet_key, import_time_us }, [
      ...['packet_key', 'uplink_id', 'import_time_us', 'done', 'route'],
    ]),
    moved('traceroute_hop', { packet_key }, [
      ...['packet_key', 'direction', 'hop', 'node_id', 'snr4'],
    ]),
    summed('node_hourly', hours, ['hour', 'node_id', 'portnum'], ['sent', 'seen']),
    summed('gateway_hourly', hours, ['hour', 'gateway_node_id'], ['receptions']),
    summed(
      'traffic_hourly',
      hours,
      ['hour', 'portnum', 'channel_id'],
      [...['packets', 'receptions', 'direct_packets', 'direct_receptions']],
    ),
  ]
}

/** Hourly counts of one era; two eras meet within an hour. */
function summed(
  table: string,
  hours: number,
  keys: readonly string[],
  counts: readonly string[],
): string {
  const columns = [...keys, ...counts]
  return `insert into ${table} (${columns.join(', ')})
    select hour - ${hours}, ${columns.slice(1).join(', ')} from era.${table} where true
    on conflict (${keys.join(', ')}) do update set
      ${counts.map((count) => `${count} = ${table}.${count} + excluded.${count}`).join(', ')}`
}
