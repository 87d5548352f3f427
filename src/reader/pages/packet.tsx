import Type from 'typebox'
import type { Database } from '../../db/open.js'
import { findNode } from '../../db/read/nodes.js'
import {
  findAnswers,
  findPacketByKey,
  findPacketsById,
  type PacketRow,
} from '../../db/read/packets.js'
import { findPositionAt } from '../../db/read/positions.js'
import { findReceptions, type ReceptionRow } from '../../db/read/receptions.js'
import type { RelayCandidate } from '../../db/read/relays.js'
import { decodeData } from '../../mesh/data.js'
import { formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import { decodePosition, validPosition } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import { priorityName } from '../../mesh/priority.js'
import type { Words } from '../../words/languages.js'
import { Fields } from '../components/fields.js'
import { ChannelTag, NodeName, PortTag, plainName, portLabel } from '../components/names.js'
import { Facts, PageHead } from '../components/parts.js'
import { PlaceMap, receptionPlaces } from '../components/place-map.js'
import { ReceptionTable } from '../components/receptions.js'
import { Link, useSite, useWords } from '../components/site.js'
import { Ago, DateTime } from '../components/time.js'
import { WireTree } from '../components/wire-tree.js'
import type { ReaderContext } from '../context.js'
import { definePage, PageProblem } from '../page.js'
import { isPrivate, readPayload } from '../payload.js'
import { relaysOf } from '../relay-candidates.js'
import { SenderChoice } from './packet-choice.js'

/** Where a packet came from, in degrees × 1e7. */
export interface Place {
  latitude_i: number
  longitude_i: number
}

interface PacketData {
  choice: PacketRow[]
  packet: PacketRow | null
  receptions: ReceptionRow[]
  /** Who may have passed it on, by the gateway and the last byte that it told. */
  relays: ReadonlyMap<string, RelayCandidate[]>
  place: Place | null
  /** The packet that this one answers or replies to. */
  asked: PacketRow[]
  answers: PacketRow[]
}

const MAX_RECEPTIONS = 1000

/** One packet: what it says, and every gateway that heard it. */
export const packet = definePage({
  path: '/packet/:id',
  scripts: ['places.js'],
  styles: ['places.css'],
  query: Type.Object({ key: Type.Optional(Type.Integer()) }),
  async load(context, { params, query, speech }): Promise<PacketData> {
    const { db } = context
    const { errors } = speech.words
    const id = parseNodeId(params.id ?? '')
    if (id === null) {
      throw new PageProblem(400, errors.noPacketId, errors.packetIdText)
    }
    const packets = await candidates(db, id, query.key)
    if (packets.length === 0) {
      throw new PageProblem(404, errors.noSuchPacket, errors.noSuchPacketText({ id: String(id) }))
    }
    const chosen = packets.length === 1 ? packets[0] : undefined
    const nothing = { receptions: [], relays: new Map(), place: null, asked: [], answers: [] }
    if (chosen === undefined) return { ...nothing, choice: packets, packet: null }
    // At once, since each is a way to PostgreSQL and back.
    const [heard, place, asked, answers] = await Promise.all([
      findHeard(context, chosen),
      findPlace(db, chosen),
      findAsked(db, chosen),
      id === 0 ? [] : findAnswers(db, id, 50),
    ])
    return {
      ...{ choice: [], packet: chosen, place, asked },
      ...heard,
      answers: answers.filter((answer) => answer.packet_key > chosen.packet_key),
    }
  },
  refresh: { seconds: 5 },
  follows: ({ packet }) => packet?.packet_key,
  description: ({ packet: words, senders }, { packet }) =>
    packet === null
      ? senders
      : words({
          name: plainName({ ...packet, node_id: packet.from_node_id }),
          count: packet.gateway_count,
        }),
  title: ({ packet }, words) =>
    packet === null
      ? words.packet.title
      : words.packet.titleOf({ port: portLabel(packet.portnum, words), id: String(packet.id) }),
  view: (data) => <PacketView {...data} />,
})

/** The packet with the id and the key; without a key that fits, all that have the id. */
async function candidates(
  db: Database,
  id: number,
  packet_key: number | undefined,
): Promise<PacketRow[]> {
  const packet = packet_key === undefined ? undefined : await findPacketByKey(db, packet_key)
  return packet?.id === id ? [packet] : findPacketsById(db, id)
}

async function findHeard(
  context: ReaderContext,
  packet: PacketRow,
): Promise<Pick<PacketData, 'receptions' | 'relays'>> {
  const receptions = await findReceptions(context.db, packet.packet_key, MAX_RECEPTIONS)
  return { receptions, relays: await relaysOf(context, packet, receptions) }
}

/** The place in the packet itself, else where its sender last was by then. */
async function findPlace(db: Database, packet: PacketRow): Promise<Place | null> {
  const data = packet.portnum === PORT.POSITION && !packet.encrypted && decodeData(packet.data)
  if (data) {
    try {
      const { latitude_i, longitude_i } = decodePosition(data.payload)
      if (validPosition(latitude_i, longitude_i) !== null) {
        return { latitude_i: latitude_i ?? 0, longitude_i: longitude_i ?? 0 }
      }
    } catch {
      // A broken position is shown as such; the sender's last one serves for the distances.
    }
  }
  const position = await findPositionAt(db, packet.from_node_id, packet.packet_key)
  if (position !== undefined) return position
  const node = await findNode(db, packet.from_node_id)
  if (node?.last_lat == null || node.last_long === null) return null
  return { latitude_i: node.last_lat, longitude_i: node.last_long }
}

async function findAsked(db: Database, packet: PacketRow): Promise<PacketRow[]> {
  const ids = [packet.request_id, packet.reply_id].filter((id) => id !== null)
  const found: PacketRow[] = []
  for (const id of ids) {
    const candidates = await findPacketsById(db, id)
    const newest = candidates.find((each) => each.packet_key < packet.packet_key)
    if (newest !== undefined) found.push(newest)
  }
  return found
}

function PacketView({ choice, packet, receptions, relays, place, asked, answers }: PacketData) {
  const { packet: words } = useWords()
  if (packet === null) return <SenderChoice packets={choice} path="/packet" />
  return (
    <div class="stack">
      <PageHead
        title={<PortTag portnum={packet.portnum} encrypted={packet.encrypted} />}
        about={
          packet.id === 0
            ? words.aboutNoId.with({ ago: <Ago time_us={packet.import_time_us} /> })
            : words.about.with({
                id: <span class="mono">{packet.id}</span>,
                ago: <Ago time_us={packet.import_time_us} />,
              })
        }
      />
      <div class="columns">
        <section class="card">
          <h2>{words.title}</h2>
          <HeaderFacts packet={packet} />
        </section>
        <section class="card">
          <h2>{words.says}</h2>
          <Payload packet={packet} />
        </section>
      </div>
      {asked.length + answers.length > 0 && <Related asked={asked} answers={answers} />}
      <section data-copies={receptions.length}>
        <h2 class="section-title">{words.heardBy({ count: packet.gateway_count })}</h2>
        <PlaceMap
          data={receptionPlaces(
            place,
            { node_id: packet.from_node_id, name: packet.short_name ?? '' },
            receptions,
          )}
          label={words.mapLabel}
          note={words.hopNumbers}
        />
        <ReceptionTable
          receptions={receptions}
          relays={relays}
          place={place}
          from_node_id={packet.from_node_id}
        />
      </section>
    </div>
  )
}

function HeaderFacts({ packet }: { packet: PacketRow }) {
  const { packet: words, payload } = useWords()
  return (
    <Facts
      facts={[
        [
          words.from,
          <NodeName
            key="from"
            node_id={packet.from_node_id}
            long_name={packet.long_name}
            short_name={packet.short_name}
          />,
        ],
        [
          words.to,
          <NodeName
            key="to"
            node_id={packet.to_node_id}
            long_name={packet.to_long_name}
            short_name={packet.to_short_name}
          />,
        ],
        [words.firstHeard, <DateTime key="time" time_us={packet.import_time_us} />],
        [words.channel, <ChannelTag key="channel" channel={packet.channel} />],
        [
          packet.encrypted ? words.channelHash : words.channelSlot,
          packet.channel_hash === 0 ? null : packet.channel_hash,
        ],
        [
          words.id,
          packet.id !== 0 && (
            <span class="mono">{`${packet.id} (0x${packet.id.toString(16)})`}</span>
          ),
        ],
        [words.priority, packet.priority === 0 ? null : priorityName(packet.priority)],
        [words.acknowledgement, packet.want_ack ? words.wanted : null],
        [words.encryption, packet.pki_encrypted ? words.publicKey : null],
        [words.size, payload.bytes({ count: packet.data.length })],
      ]}
    />
  )
}

function Payload({ packet }: { packet: PacketRow }) {
  const { speech } = useSite()
  const { packet: words } = speech.words
  const { data, fields, note } = readPayload(packet, speech)
  return (
    <div class="stack">
      {note !== null && <p class="muted">{note}</p>}
      {fields.length > 0 && <Fields fields={fields} />}
      {fields.length === 0 && note === null && <p class="muted">{words.nothing}</p>}
      {packet.portnum === PORT.TRACEROUTE && (
        <p>
          <Link class="button" href={`/traceroute/${packet.id}?key=${packet.packet_key}`}>
            {words.showWay}
          </Link>
        </p>
      )}
      {!isPrivate(packet) && (
        <details>
          <summary class="muted small">
            {data === null ? words.bytesReceived : words.bytesOpened}
          </summary>
          <pre class="bytes">{hexDump(packet.data)}</pre>
          {data !== null && <WireTree bytes={packet.data} portnum={packet.portnum} />}
        </details>
      )}
    </div>
  )
}

/** Pairs of hexadecimal digits, sixteen bytes to a line. */
function hexDump(bytes: Buffer): string {
  const pairs = bytes.subarray(0, 4096).toString('hex').match(/../g) ?? []
  const lines: string[] = []
  for (let start = 0; start < pairs.length; start += 16) {
    lines.push(pairs.slice(start, start + 16).join(' '))
  }
  return lines.join('\n')
}

function Related({ asked, answers }: { asked: PacketRow[]; answers: PacketRow[] }) {
  const { packet: words } = useWords()
  return (
    <section class="card">
      <h2>{words.together}</h2>
      <ul class="choices">
        {asked.map((packet) => (
          <RelatedLine key={packet.packet_key} packet={packet} what={words.answers} />
        ))}
        {answers.map((packet) => (
          <RelatedLine key={packet.packet_key} packet={packet} what={words.answeredBy} />
        ))}
      </ul>
    </section>
  )
}

function RelatedLine({ packet, what }: { packet: PacketRow; what: Words['packet']['answers'] }) {
  const name = plainName({
    node_id: packet.from_node_id,
    long_name: packet.long_name,
    short_name: packet.short_name,
  })
  const { speech, units } = useSite()
  const { words } = speech
  const { summary } = readPayload(packet, speech, units)
  const link = (
    <Link
      href={`/packet/${packet.id}?key=${packet.packet_key}`}
      title={formatNodeId(packet.from_node_id)}
    >
      {words.packet.packetBy.with({
        port: portLabel(packet.portnum, words),
        name: <bdi>{name}</bdi>,
      })}
    </Link>
  )
  return (
    <li>
      <span class="muted">{what.with({ packet: link })}</span> <bdi class="said">{summary}</bdi>{' '}
      <Ago time_us={packet.import_time_us} />
    </li>
  )
}
