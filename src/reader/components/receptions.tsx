import type { VNode } from 'preact'
import type { ReceptionRow } from '../../db/read/receptions.js'
import type { RelayCandidate } from '../../db/read/relays.js'
import { hopsAway } from '../../mesh/hops.js'
import type { Words } from '../../words/languages.js'
import { distanceMetres } from '../format.js'
import { relayKey } from '../relay-candidates.js'
import { html } from './html.js'
import { KeptById, kept } from './kept.js'
import { ChannelTag, MeshText, NodeName } from './names.js'
import { Signal } from './signal.js'
import { useLocal, useSite, useWords } from './site.js'

interface ReceptionTableProps {
  receptions: readonly ReceptionRow[]
  relays: ReadonlyMap<string, RelayCandidate[]>
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
export function ReceptionTable(props: ReceptionTableProps) {
  const { receptions, relays, place, from_node_id } = props
  const { receptions: words } = useWords()
  const first = Math.min(...receptions.map((reception) => reception.import_time_us))
  return (
    <div class="table-frame">
      <table class="table rows receptions">
        {tableHead(words)}
        {groupByHops(receptions, from_node_id, words).map((group) => (
          <tbody key={group.title}>
            <tr class="group">
              <th colSpan={8} scope="rowgroup">
                {group.title} <span class="faint">{group.receptions.length}</span>
              </th>
            </tr>
            {group.receptions.map((reception) => {
              const candidates = relays.get(relayKey(reception)) ?? []
              return receptionLine(reception, candidates, place, first)
            })}
          </tbody>
        ))}
      </table>
    </div>
  )
}

/** Part of every packet's page, and always the same. */
function tableHead(words: Words['receptions']): VNode {
  return kept(['receptions'], () => (
    <thead>
      <tr>
        <th scope="col">{words.gateway}</th>
        <th scope="col">{words.snr}</th>
        <th scope="col" class="num">
          {words.rssi}
        </th>
        <th scope="col" class="num">
          {words.distance}
        </th>
        <th scope="col">{words.hops}</th>
        <th scope="col">{words.relayedBy}</th>
        <th scope="col">{words.channel}</th>
        <th scope="col" class="num">
          {words.after}
        </th>
      </tr>
    </thead>
  ))
}

function groupByHops(
  receptions: readonly ReceptionRow[],
  from_node_id: number,
  words: Words['receptions'],
): Group[] {
  const groups = new Map<string, Group>()
  for (const reception of receptions) {
    const { title, order } = groupOf(reception, from_node_id, words)
    const group = groups.get(title) ?? { title, order, receptions: [] }
    group.receptions.push(reception)
    groups.set(title, group)
  }
  return [...groups.values()].sort((a, b) => a.order - b.order)
}

function groupOf(
  reception: ReceptionRow,
  from_node_id: number,
  words: Words['receptions'],
): { title: string; order: number } {
  if (reception.gateway_node_id === from_node_id) return { title: words.sentByGateway, order: -1 }
  if (reception.via_mqtt) return { title: words.byMqtt, order: 300 }
  const hops = hopsAway(reception.hop_start, reception.hop_limit)
  if (hops === null) return { title: words.hopsUnknown, order: 256 }
  if (hops === 0) return { title: words.direct, order: 0 }
  return { title: words.hopCount({ count: hops }), order: hops }
}

/** By functions and a template: components and elements would take twice as long. */
function receptionLine(
  reception: ReceptionRow,
  candidates: readonly RelayCandidate[],
  place: ReceptionTableProps['place'],
  first_us: number,
): VNode {
  const { receptions: words } = useWords()
  const local = useLocal()
  const { rx_rssi, rx_snr, channel, topic } = reception
  const isMeasured = rx_rssi !== 0 || rx_snr !== 0
  return html`
    <tr>
      <td class="who line">${gatewayOf(reception)}</td>
      <td>${isMeasured && Signal({ snr: rx_snr })}</td>
      <td class="num">${rx_rssi !== 0 && local.rssi(rx_rssi)}</td>
      <td class="num">${distanceTo(reception, place)}</td>
      <td class="nowrap" data-label="${words.hops}">${hopsOf(reception)}</td>
      <td class="nowrap">${relayOf(reception, candidates)}</td>
      <td>${channelOf(channel, topic.slice(0, 200))}</td>
      <td class="num">${local.delay(reception.import_time_us - first_us)}</td>
    </tr>`
}

function gatewayOf(reception: ReceptionRow): VNode {
  if (reception.gateway_node_id === null) return <MeshText text={reception.gateway_id} />
  return NodeName({
    node_id: reception.gateway_node_id,
    long_name: reception.gateway_long_name,
    short_name: reception.gateway_short_name,
  })
}

const topics = new KeptById(500)

/** A gateway has one topic for each of its channels. */
function channelOf(channel: string, topic: string): VNode {
  return topics.get(topic, [channel], () => (
    <span title={topic}>
      <ChannelTag channel={channel} />
    </span>
  ))
}

/** The two digits of the relay that a gateway tells, and whom they may mean. */
function relayOf(reception: ReceptionRow, candidates: readonly RelayCandidate[]): VNode | null {
  const { receptions: words } = useWords()
  const isDirect = hopsAway(reception.hop_start, reception.hop_limit) === 0
  const { relay_node } = reception
  if (relay_node === 0 || isDirect) return null
  const nodes = candidates.map(({ node_id, long_name, short_name }) => {
    return [node_id, long_name, short_name]
  })
  return kept(['relay', relay_node, nodes], () => (
    <span class="relay">
      <span class="mono" title={words.relayTitle}>
        …{relay_node.toString(16).padStart(2, '0')}
      </span>
      {candidates.length > 0 && (
        <span class="relay" title={words.inferredTitle}>
          <span class="faint">{words.inferred}</span>
          {candidates.map((each) => (
            <NodeName key={each.node_id} {...each} brief />
          ))}
        </span>
      )}
    </span>
  ))
}

function distanceTo(reception: ReceptionRow, place: ReceptionTableProps['place']): string | null {
  const { units } = useSite()
  const local = useLocal()
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
  return local.distance(metres, units)
}

function hopsOf(reception: ReceptionRow): VNode {
  const { receptions: words } = useWords()
  const hops = hopsAway(reception.hop_start, reception.hop_limit)
  if (hops === null) return html`<span class="faint">${words.unknown}</span>`
  const of = words.ofHops({ count: reception.hop_start })
  return html`${hops} <span class="unit">${of}</span>`
}
