import Type from 'typebox'
import { countNodes } from '../../db/read/nodes.js'
import {
  countersOf,
  findCounters,
  findDatabaseSize,
  findLastPacketTime,
  findWriter,
  type WriterRow,
} from '../../db/read/status.js'
import { Facts, PageHead } from '../components/parts.js'
import { Age, DateTime } from '../components/time.js'
import { formatBytes, formatCount, formatEnum } from '../format.js'
import { definePage } from '../page.js'

interface StatusData {
  writer: WriterRow | null
  /** Microseconds since the writer's last sign of life. */
  silence_us: number | null
  outcomes: Record<string, number>
  /** Counts by reason of those that were left out or not understood. */
  reasons: Record<string, Record<string, number>>
  totals: Record<string, number>
  nodes: number
  last_packet_us: number | null
  bytes: number
  engine: string
  version: string
}

/** The writer shows that it lives every few seconds. */
const SILENT_US = 30_000_000

/** What becomes of the messages that arrive, and how the parts of MeshView are. */
export const status = definePage({
  path: '/status',
  query: Type.Object({}),
  async load({ db, nowUs, version }): Promise<StatusData> {
    const counters = await findCounters(db)
    const writer = await findWriter(db)
    return {
      writer,
      silence_us: writer === null ? null : nowUs() - writer.heartbeat_us,
      outcomes: countersOf(counters, 'outcome.'),
      reasons: {
        filtered: countersOf(counters, 'filtered.'),
        malformed: countersOf(counters, 'malformed.'),
      },
      totals: countersOf(counters, 'total.'),
      nodes: await countNodes(db, {}),
      last_packet_us: await findLastPacketTime(db),
      bytes: await findDatabaseSize(db),
      engine: db.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL',
      version,
    }
  },
  refresh: { seconds: 10 },
  description: ({ status }) => status,
  title: () => 'Status',
  view: (data) => <StatusView {...data} />,
})

const explanations: Record<string, string> = {
  stored: 'A packet, or one more gateway that heard a known one.',
  duplicate: 'The same gateway told the same again.',
  encrypted: 'Kept, but none of the known keys opens it.',
  filtered: 'Left out by a rule of the configuration.',
  malformed: 'Not understood, and set aside.',
}

function StatusView(data: StatusData) {
  return (
    <div class="stack">
      <PageHead title="Status" about={`MeshView ${data.version}`} />
      <div class="columns">
        <WriterCard writer={data.writer} silence_us={data.silence_us} />
        <DatabaseCard {...data} />
      </div>
      <Outcomes {...data} />
    </div>
  )
}

function WriterCard({
  writer,
  silence_us,
}: {
  writer: WriterRow | null
  silence_us: number | null
}) {
  if (writer === null || silence_us === null) {
    return (
      <section class="card">
        <h2>Intake</h2>
        <p class="muted">No writer has served this database yet.</p>
      </section>
    )
  }
  return (
    <section class="card">
      <div class="card-head">
        <h2>Intake</h2>
        <WriterFlag writer={writer} silence_us={silence_us} />
      </div>
      <Facts
        facts={[
          ['Broker', <bdi key="broker">{writer.broker}</bdi>],
          [
            'Connected since',
            writer.connected_us !== null && writer.connected ? (
              <DateTime time_us={writer.connected_us} />
            ) : null,
          ],
          [
            'Last message',
            writer.last_message_us === null ? 'none yet' : <Age time_us={writer.last_message_us} />,
          ],
          ['Error', writer.connected ? null : writer.error],
          ['Running since', <DateTime key="started" time_us={writer.started_us} />],
          ['Last sign of life', <Age key="heartbeat" time_us={writer.heartbeat_us} />],
          ['Version', writer.version],
        ]}
      />
    </section>
  )
}

function WriterFlag({ writer, silence_us }: { writer: WriterRow; silence_us: number }) {
  if (silence_us > SILENT_US) return <span class="flag bad">does not run</span>
  if (!writer.connected) return <span class="flag bad">not connected</span>
  return <span class="flag good">connected</span>
}

function DatabaseCard({ totals, nodes, last_packet_us, bytes, engine }: StatusData) {
  return (
    <section class="card">
      <h2>Database</h2>
      <Facts
        facts={[
          ['Packets', formatCount(totals.packets ?? 0)],
          ['Receptions', formatCount(totals.receptions ?? 0)],
          ['Nodes', formatCount(nodes)],
          [
            'Newest packet',
            last_packet_us === null ? 'none yet' : <Age time_us={last_packet_us} />,
          ],
          ['Size', `${formatBytes(bytes)}, ${engine}`],
        ]}
      />
    </section>
  )
}

function Outcomes({ outcomes, reasons }: StatusData) {
  const entries = Object.entries(outcomes)
  const received = entries.reduce((sum, [, count]) => sum + count, 0)
  return (
    <section>
      <h2 class="section-title">What became of {formatCount(received)} messages</h2>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col" class="num">
                Messages
              </th>
              <th scope="col" class="num">
                Share
              </th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{formatEnum(name)}</th>
                <td class="num">{formatCount(count)}</td>
                <td class="num">{share(count, received)}</td>
                <td class="muted">
                  {explanations[name]} {told(reasons[name] ?? {})}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** `flood 12, queue-full 3`. */
function told(reasons: Record<string, number>): string {
  return Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${formatCount(count)}`)
    .join(', ')
}

function share(count: number, total: number): string {
  return total === 0 ? '–' : `${((100 * count) / total).toFixed(1)} %`
}
