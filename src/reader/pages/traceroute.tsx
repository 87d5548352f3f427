import Type from 'typebox'
import { findNodesByIds, type NodeRow } from '../../db/read/nodes.js'
import { findPacketsById, type PacketRow } from '../../db/read/packets.js'
import {
  findTracerouteCopies,
  type TracerouteCopyRow,
  type TraceroutePacketRow,
} from '../../db/read/traceroutes.js'
import { MeshFault } from '../../mesh/fault.js'
import { parseNodeId } from '../../mesh/node-id.js'
import { decodeRouteDiscovery } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import { type Hop, readRoute } from '../../mesh/traceroute.js'
import { MeshText, plainName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { PlaceMap, routePlaces } from '../components/place-map.js'
import { Named, type Names, PathColumn, PathLine } from '../components/route.js'
import { Link, useLocal, useWords } from '../components/site.js'
import { DateTime } from '../components/time.js'
import { definePage, PageProblem } from '../page.js'
import { groupOfTraceroute, type TracerouteGroup } from '../traceroute-groups.js'
import { SenderChoice } from './packet-choice.js'
import { Outcome, tracerouteId } from './traceroutes.js'

/** One gateway's copy with the way it tells. */
interface Copy extends TracerouteCopyRow {
  isReply: boolean
  /** Of a request the way there, of a reply the way back. */
  hops: Hop[]
  arrived: boolean
  fault: string | null
}

interface TracerouteData {
  choice: PacketRow[]
  group: TracerouteGroup | null
  names: ReadonlyMap<number, NodeRow>
  copies: Copy[]
}

/** One traceroute: both ways hop by hop, and what each gateway heard of it. */
export const traceroute = definePage({
  path: '/traceroute/:id',
  scripts: ['places.js'],
  styles: ['places.css'],
  query: Type.Object({ key: Type.Optional(Type.Integer()) }),
  async load({ db }, { params, query, speech }): Promise<TracerouteData> {
    const { errors } = speech.words
    const id = parseNodeId(params.id ?? '')
    if (id === null) {
      throw new PageProblem(400, errors.noPacketId, errors.packetIdText)
    }
    const packets = (await findPacketsById(db, id)).filter(
      (packet) => packet.portnum === PORT.TRACEROUTE,
    )
    const chosen =
      packets.length === 1 ? packets : packets.filter((p) => p.packet_key === query.key)
    const packet = chosen[0]
    if (packets.length === 0) {
      throw new PageProblem(
        404,
        errors.noSuchTraceroute,
        errors.noSuchTracerouteText({ id: String(id) }),
      )
    }
    if (packet === undefined) return { choice: packets, group: null, names: new Map(), copies: [] }
    const group = (await groupOfTraceroute(db, packet)) ?? null
    const copies =
      group === null ? [] : await copiesOf(group, (key) => findTracerouteCopies(db, key))
    const ids = [...copies, ...(group === null ? [] : [group])].flatMap(nodeIdsOf)
    return { choice: [], group, names: await findNodesByIds(db, ids), copies }
  },
  refresh: { seconds: 5 },
  description: ({ traceroute }) => traceroute,
  title({ group, names }, { traceroute }) {
    if (group === null) return traceroute.title
    return traceroute.titleOf({
      from: nameOf(group.from_node_id, names),
      to: nameOf(group.to_node_id, names),
    })
  },
  view: (data) => <TracerouteView {...data} />,
})

function nameOf(node_id: number, names: Names): string {
  const known = names.get(node_id)
  return plainName({
    node_id,
    long_name: known?.long_name ?? null,
    short_name: known?.short_name ?? null,
  })
}

function nodeIdsOf(part: Copy | TracerouteGroup): number[] {
  if ('hops' in part) return part.hops.map((hop) => hop.node_id)
  const ways = [...part.towards, ...part.back].map((hop) => hop.node_id)
  return [part.from_node_id, part.to_node_id, ...ways]
}

async function copiesOf(
  group: TracerouteGroup,
  find: (packet_key: number) => Promise<TracerouteCopyRow[]>,
): Promise<Copy[]> {
  const packets = [...(group.request === null ? [] : [group.request]), ...group.replies]
  const copies: Copy[] = []
  for (const packet of packets) {
    for (const row of await find(packet.packet_key)) copies.push(readCopy(packet, row))
  }
  return copies.sort((a, b) => a.import_time_us - b.import_time_us)
}

function readCopy(packet: TraceroutePacketRow, row: TracerouteCopyRow): Copy {
  const isReply = packet.request_id !== null
  try {
    const header = {
      from: packet.from_node_id,
      to: packet.to_node_id,
      request_id: packet.request_id ?? 0,
    }
    const route = readRoute(header, decodeRouteDiscovery(row.route))
    const hops = isReply ? route.back : route.towards
    return { ...row, isReply, hops, arrived: isReply ? route.complete : route.reached, fault: null }
  } catch (error) {
    if (!(error instanceof MeshFault)) throw error
    return { ...row, isReply, hops: [], arrived: false, fault: error.reason }
  }
}

function TracerouteView({ choice, group, names, copies }: TracerouteData) {
  const { traceroute } = useWords()
  if (group === null) return <SenderChoice packets={choice} path="/traceroute" />
  return (
    <div class="stack">
      <PageHead
        title={
          <>
            <Named node_id={group.from_node_id} names={names} />{' '}
            <span class="faint" aria-hidden="true">
              →
            </span>{' '}
            <Named node_id={group.to_node_id} names={names} />
          </>
        }
        about={<Outcome group={group} />}
      />
      <p class="muted">
        {traceroute.about.with({
          id: String(tracerouteId(group)),
          time: <DateTime time_us={group.import_time_us} />,
        })}
        {' · '}
        <PacketLinks group={group} />
      </p>
      <PlaceMap data={routePlaces(group, names)} label={traceroute.mapLabel} />
      <div class="columns">
        <section class="card">
          <h2>{traceroute.wayThere}</h2>
          <PathColumn hops={group.towards} names={names} reached={group.reached} />
        </section>
        <section class="card">
          <h2>{traceroute.wayBack}</h2>
          {group.back.length > 0 ? (
            <PathColumn
              hops={group.back}
              names={names}
              reached={group.back.at(-1)?.node_id === group.from_node_id}
              isBack
            />
          ) : (
            <p class="muted">
              {group.replies.length === 0 ? traceroute.noReply : traceroute.replyWithoutWay}
            </p>
          )}
        </section>
      </div>
      <CopyTable copies={copies} names={names} />
    </div>
  )
}

function PacketLinks({ group }: { group: TracerouteGroup }) {
  const { traceroute } = useWords()
  return (
    <>
      {group.request === null ? (
        traceroute.requestNotHeard
      ) : (
        <Link href={`/packet/${group.request.id}`}>{traceroute.requestPacket}</Link>
      )}
      {group.replies.map((reply) => (
        <span key={reply.packet_key}>
          {' · '}
          <Link href={`/packet/${reply.id}`}>{traceroute.replyPacket}</Link>
        </span>
      ))}
    </>
  )
}

function CopyTable({ copies, names }: { copies: readonly Copy[]; names: Names }) {
  const { traceroute } = useWords()
  const local = useLocal()
  if (copies.length === 0) {
    return (
      <Empty icon="route">
        <p>{traceroute.noCopies}</p>
      </Empty>
    )
  }
  const first = copies[0]!.import_time_us
  return (
    <section>
      <h2 class="section-title">{traceroute.gatewaysHeard}</h2>
      <div class="table-frame">
        <table class="table rows">
          <thead>
            <tr>
              <th scope="col">{traceroute.gateway}</th>
              <th scope="col">{traceroute.heardThe}</th>
              <th scope="col" class="num">
                {traceroute.after}
              </th>
              <th scope="col">{traceroute.wayUntil}</th>
            </tr>
          </thead>
          <tbody>
            {copies.map((copy) => (
              <tr key={`${copy.packet_key} ${copy.gateway_id}`}>
                <td class="who">
                  {copy.gateway_node_id === null ? (
                    <MeshText text={copy.gateway_id} />
                  ) : (
                    <Named
                      node_id={copy.gateway_node_id}
                      names={
                        new Map([
                          [
                            copy.gateway_node_id,
                            {
                              long_name: copy.gateway_long_name,
                              short_name: copy.gateway_short_name,
                            },
                          ],
                        ])
                      }
                    />
                  )}
                </td>
                <td>{copy.isReply ? traceroute.reply : traceroute.request}</td>
                <td class="num">{local.delay(copy.import_time_us - first)}</td>
                <td class="line">
                  {copy.fault === null ? (
                    <PathLine hops={copy.hops} names={names} reached={copy.arrived} />
                  ) : (
                    <span class="faint">{traceroute.notUnderstood({ reason: copy.fault })}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
