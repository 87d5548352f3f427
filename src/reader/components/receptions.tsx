import type { ReceptionRow } from '../../db/read/receptions.js'
import { hopsAway } from '../../mesh/hops.js'
import { distanceMetres, formatDistance, formatRssi } from '../format.js'
import { ChannelTag, MeshText, NodeName } from './names.js'
import { Signal } from './signal.js'
import { useSite } from './site.js'

interface ReceptionTableProps {
  receptions: readonly ReceptionRow[]
  /** Where the packet was sent, for the distances; degrees × 1e7. */
  place: { latitude_i: number; longitude_i: number } | null
  from_node_id: number
}

interface Group {
  title: string
  /** Orders the groups: few hops first. */
  order: number
  receptions: ReceptionRow[]
}

/** Every reception of a packet, grouped by the number of hops that it took. */
export function ReceptionTable({ receptions, place, from_node_id }: ReceptionTableProps) {
  const first = Math.min(...receptions.map((reception) => reception.import_time_us))
  return (
    <div class="table-frame">
      <table class="table rows receptions">
        <thead>
          <tr>
            <th scope="col">Gateway</th>
            <th scope="col">SNR</th>
            <th scope="col" class="num">
              RSSI
            </th>
            <th scope="col" class="num">
              Distance
            </th>
            <th scope="col">Hops</th>
            <th scope="col">Relayed by</th>
            <th scope="col">Channel</th>
            <th scope="col" class="num">
              After
            </th>
          </tr>
        </thead>
        {groupByHops(receptions, from_node_id).map((group) => (
          <tbody key={group.title}>
            <tr class="group">
              <th colSpan={8} scope="rowgroup">
                {group.title} <span class="faint">{group.receptions.length}</span>
              </th>
            </tr>
            {group.receptions.map((reception) => (
              <ReceptionLine
                key={`${reception.gateway_id} ${reception.topic} ${reception.rx_time}`}
                reception={reception}
                place={place}
                first_us={first}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function groupByHops(receptions: readonly ReceptionRow[], from_node_id: number): Group[] {
  const groups = new Map<string, Group>()
  for (const reception of receptions) {
    const { title, order } = groupOf(reception, from_node_id)
    const group = groups.get(title) ?? { title, order, receptions: [] }
    group.receptions.push(reception)
    groups.set(title, group)
  }
  return [...groups.values()].sort((a, b) => a.order - b.order)
}

function groupOf(reception: ReceptionRow, from_node_id: number): { title: string; order: number } {
  if (reception.gateway_node_id === from_node_id) return { title: 'Sent by the gateway', order: -1 }
  if (reception.via_mqtt) return { title: 'By way of MQTT', order: 300 }
  const hops = hopsAway(reception.hop_start, reception.hop_limit)
  if (hops === null) return { title: 'Number of hops unknown', order: 256 }
  if (hops === 0) return { title: 'Direct', order: 0 }
  return { title: hops === 1 ? '1 hop' : `${hops} hops`, order: hops }
}

function ReceptionLine(props: {
  reception: ReceptionRow
  place: ReceptionTableProps['place']
  first_us: number
}) {
  const { reception, place, first_us } = props
  const isMeasured = reception.rx_rssi !== 0 || reception.rx_snr !== 0
  return (
    <tr>
      <td class="who line">
        {reception.gateway_node_id === null ? (
          <MeshText text={reception.gateway_id} />
        ) : (
          <NodeName
            node_id={reception.gateway_node_id}
            long_name={reception.gateway_long_name}
            short_name={reception.gateway_short_name}
          />
        )}
      </td>
      <td>{isMeasured && <Signal snr={reception.rx_snr} />}</td>
      <td class="num">{reception.rx_rssi !== 0 && formatRssi(reception.rx_rssi)}</td>
      <td class="num">
        <Distance reception={reception} place={place} />
      </td>
      <td class="nowrap" data-label="hops">
        <Hops reception={reception} />
      </td>
      <td class="nowrap">
        {reception.relay_node !== 0 && (
          <span class="mono" title="Last two digits of the id of the node that passed it on">
            …{reception.relay_node.toString(16).padStart(2, '0')}
          </span>
        )}
      </td>
      <td>
        <span title={reception.topic.slice(0, 200)}>
          <ChannelTag channel={reception.channel} />
        </span>
      </td>
      <td class="num">{delay(reception.import_time_us - first_us)}</td>
    </tr>
  )
}

function Distance(props: { reception: ReceptionRow; place: ReceptionTableProps['place'] }) {
  const { units } = useSite()
  const { reception, place } = props
  if (
    place === null ||
    reception.gateway_last_lat === null ||
    reception.gateway_last_long === null
  ) {
    return null
  }
  const metres = distanceMetres(
    place.latitude_i,
    place.longitude_i,
    reception.gateway_last_lat,
    reception.gateway_last_long,
  )
  return <>{formatDistance(metres, units)}</>
}

function Hops({ reception }: { reception: ReceptionRow }) {
  const hops = hopsAway(reception.hop_start, reception.hop_limit)
  if (hops === null) return <span class="faint">unknown</span>
  return (
    <>
      {hops} <span class="unit">of {reception.hop_start}</span>
    </>
  )
}

function delay(delay_us: number): string {
  const ms = Math.round(delay_us / 1000)
  return ms < 10_000 ? `+${ms} ms` : `+${(ms / 1000).toFixed(1)} s`
}
