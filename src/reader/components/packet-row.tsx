import type { PacketRow } from '../../db/read/packets.js'
import { readPayload } from '../payload.js'
import { Fields } from './fields.js'
import { kept } from './kept.js'
import { ChannelTag, NodeName, PortTag } from './names.js'
import { Link, useSite, useWords } from './site.js'
import { Clock, isToday } from './time.js'

/** Packets without an id (map reports) are told apart by the key that they have here. */
export function packetAddress({ id, packet_key }: PacketRow): string {
  return id === 0 ? `/packet/0?key=${packet_key}` : `/packet/${id}`
}

/** Head of a table of packets; the cells are those of PacketLine. */
export function PacketHead() {
  const { packetRow } = useWords()
  return (
    <thead>
      <tr>
        <th scope="col">{packetRow.time}</th>
        <th scope="col">{packetRow.from}</th>
        <th scope="col">{packetRow.to}</th>
        <th scope="col">{packetRow.type}</th>
        <th scope="col">{packetRow.says}</th>
        <th scope="col">{packetRow.channel}</th>
        <th scope="col" class="num" title={packetRow.heardByTitle}>
          {packetRow.heardBy}
        </th>
        <th scope="col" class="num">
          {packetRow.packet}
        </th>
      </tr>
    </thead>
  )
}

interface PacketLineProps {
  packet: PacketRow
  /** It came this moment: other gateways may yet tell that they heard it too. */
  isNew?: boolean
}

/** One packet as a row: who, to whom, what, and behind the summary the decoded fields. */
export function PacketLine({ packet, isNew = false }: PacketLineProps) {
  const { now_us } = useSite()
  const { data, ...rest } = packet
  const facts = [...Object.values(rest), data.toString('base64')]
  return kept(['packet', isNew, isToday(packet.import_time_us, now_us), ...facts], () => (
    <PacketCells packet={packet} isNew={isNew} />
  ))
}

function PacketCells({ packet, isNew }: PacketLineProps) {
  const { packetRow } = useWords()
  return (
    <tr class="packet">
      <td class="when">
        <Clock time_us={packet.import_time_us} />
      </td>
      <td class="who from">
        <NodeName
          node_id={packet.from_node_id}
          long_name={packet.long_name}
          short_name={packet.short_name}
        />
      </td>
      <td class="who to">
        <NodeName
          node_id={packet.to_node_id}
          long_name={packet.to_long_name}
          short_name={packet.to_short_name}
        />
      </td>
      <td class="type">
        <PortTag portnum={packet.portnum} encrypted={packet.encrypted} />
      </td>
      <td class="what">
        <PayloadCell packet={packet} />
      </td>
      <td class="channel">
        <ChannelTag channel={packet.channel} />
      </td>
      <td
        class="num heard"
        title={isNew ? packetRow.soFar : undefined}
        data-unit={packetRow.gatewaysShort}
      >
        {packet.gateway_count}
        {isNew && '+'}
      </td>
      <td class="num id">
        <Link href={packetAddress(packet)} class="mono">
          {packet.id === 0 ? packetRow.noId : packet.id}
        </Link>
      </td>
    </tr>
  )
}

function PayloadCell({ packet }: { packet: PacketRow }) {
  const { speech, units } = useSite()
  const { packetRow } = speech.words
  const { summary, fields, note } = readPayload(packet, speech, units)
  if (note !== null) {
    return (
      <span class="note" title={note}>
        {note}
      </span>
    )
  }
  if (fields.length === 0) return summary === '' ? null : <bdi class="plain">{summary}</bdi>
  return (
    <details class="decoded">
      <summary>
        <bdi>{summary === '' ? packetRow.fields : summary}</bdi>
      </summary>
      <Fields fields={fields} />
    </details>
  )
}
