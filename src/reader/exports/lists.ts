import { breathe } from '../../db/read/breathe.js'
import type { NodeFilter } from '../../db/read/node-conditions.js'
import { countNodes } from '../../db/read/nodes.js'
import {
  factsOf,
  findNodeTexts,
  NODES_AT_ONCE,
  type NodeFacts,
  type NodeText,
  nodeTextsInParts,
} from '../../db/read/nodes-as-json.js'
import type { PacketFilter } from '../../db/read/packets.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { portnumLabel } from '../../mesh/portnums.js'
import { portOf } from '../api/params.js'
import { gatewayIn, idsIn } from '../gateway-query.js'
import { chooseNode } from '../node-query.js'
import { searchPackets } from '../packet-query.js'
import { readPayload } from '../payload.js'
import { daysAgoUs } from '../periods.js'
import { TextMemory } from '../text-memory.js'
import { timeBounds } from '../time-query.js'
import { type Cell, csvCells, csvTime } from './csv.js'
import type { CsvText, Export } from './index.js'

const MOST_NODES = 100_000
const MOST_PACKETS = 20_000
/** So few that others wait some milliseconds for them. */
const SLICE = 100

/** The node list with the filters of its page. */
export const nodelistExport: Export = {
  path: '/nodelist.csv',
  flag: 'nodes',
  async open({ db, nowUs }, { query }) {
    const active = query('active') ?? '7'
    const days = Number(active)
    const filter: NodeFilter = {
      text: query('q'),
      role: query('role'),
      channel: query('channel'),
      hw_model: query('hw_model'),
      firmware: query('firmware'),
      gateway: query('gateway') === undefined ? undefined : true,
      heard_by: gatewayIn(query('heard_by')),
      ids: idsIn(query('ids')),
      since_us: active === 'all' || !(days > 0) ? undefined : daysAgoUs(days, nowUs()),
      sort: 'long_name',
      limit: MOST_NODES,
    }
    if ((await countNodes(db, {})) > NODES_AT_ONCE) {
      return { name: 'nodes', lines: manyNodeLines(nodeTextsInParts(db, filter)) }
    }
    return { name: 'nodes', lines: nodeLinesOf(await findNodeTexts(db, filter)) }
  },
}

const NODE_HEAD = [
  'node_id',
  'long_name',
  'short_name',
  'hw_model',
  'firmware',
  'role',
  'channel',
  'latitude',
  'longitude',
  'altitude_m',
  'gateway',
  'first_heard',
  'last_heard',
]

function* nodeLinesOf(nodes: readonly NodeText[]): Generator<Cell[] | CsvText> {
  yield NODE_HEAD
  for (const node of nodes) yield nodeLine(node)
}

async function* manyNodeLines(
  parts: AsyncIterable<readonly NodeText[]>,
): AsyncGenerator<Cell[] | CsvText> {
  yield NODE_HEAD
  // Some kilobytes at a time: who makes them into an answer lets others in after each.
  for await (const nodes of parts) {
    for (let first = 0; first < nodes.length; first += SLICE) {
      yield nodes
        .slice(first, first + SLICE)
        .map(nodeLine)
        .join('')
    }
  }
}

/** Lines of some 3,500 nodes in each of its halves; where there are more, they are made each time. */
const nodeLines = new TextMemory(1024 * 1024)

/** Of most nodes nothing but the time has changed since somebody else took the list. */
function nodeLine(node: NodeText): CsvText {
  const line = nodeLines.get(node.facts, () => nodeCells(factsOf(node)))
  return `${line},${csvTime(node.last_seen_us)}\r\n`
}

function nodeCells(node: NodeFacts): CsvText {
  return csvCells([
    formatNodeId(node.node_id),
    node.long_name,
    node.short_name,
    node.hw_model,
    node.firmware,
    node.role,
    node.channel,
    node.last_lat === null ? null : node.last_lat / 1e7,
    node.last_long === null ? null : node.last_long / 1e7,
    node.altitude,
    node.is_gateway,
    csvTime(node.first_seen_us),
  ])
}

/** The newest packets with the filters of the firehose and of a node's page. */
export const packetsExport: Export = {
  path: '/firehose.csv',
  flag: 'everything',
  async open(context, { query, zone }) {
    const choice = await chooseNode(context, query('node_id'))
    const gateway = gatewayIn(query('heard_by'))
    const isUnknown = choice !== null && choice.node_id === null
    const filter: Omit<PacketFilter, 'limit'> = {
      portnum: portOf(query('portnum')),
      channel: query('channel'),
      node_id: choice?.node_id ?? undefined,
      ...timeBounds({ since: query('since'), until: query('until') }, zone),
    }
    async function* lines(): AsyncGenerator<Cell[]> {
      yield [
        'time',
        'packet_id',
        'from',
        'from_name',
        'to',
        'to_name',
        'portnum',
        'type',
        'channel',
        'gateways',
        'payload',
      ]
      // A table for programs: in English, whoever asks.
      const english = context.languages.of()
      let before_key: number | undefined
      for (let sent = 0; sent < MOST_PACKETS && !isUnknown; sent += SLICE) {
        const part = { ...filter, before_key, limit: SLICE }
        const { packets, stopped_at } = await searchPackets(context, part, gateway)
        for (const packet of packets) {
          const { summary, note } = readPayload(packet, english)
          yield [
            csvTime(packet.import_time_us),
            packet.id,
            formatNodeId(packet.from_node_id),
            packet.long_name,
            formatNodeId(packet.to_node_id),
            packet.to_long_name,
            packet.portnum,
            packet.encrypted ? 'Encrypted' : portnumLabel(packet.portnum),
            packet.channel,
            packet.gateway_count,
            note ?? summary,
          ]
        }
        if (packets.length < SLICE && stopped_at === null) return
        before_key = stopped_at ?? packets.at(-1)?.packet_key
        await breathe()
      }
    }
    return { name: 'packets', lines: lines() }
  },
}
