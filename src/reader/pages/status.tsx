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
import type { Local } from '../../words/local.js'
import { type Attention, findAttention } from '../attention.js'
import { AttentionLists } from '../components/attention.js'
import { Facts, PageHead } from '../components/parts.js'
import { Link, useLocal, useWords } from '../components/site.js'
import { Ago, DateTime } from '../components/time.js'
import { Upkeep, type UpkeepProps } from '../components/upkeep.js'
import { formatEnum } from '../format.js'
import { definePage } from '../page.js'
import { type Problem, problemsOf, WRITER_SILENCE_US } from '../problems.js'

interface StatusData {
  /** What `/health` says as well. */
  problems: Problem[]
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
  /** As the writer told last: `disk_free_bytes`, `disk_bytes`, `spool_bytes`, and of the upkeep. */
  state: Record<string, number>
  rules: UpkeepProps['rules']
  attention: Attention
  engine: string
  version: string
}

/** What becomes of the messages that arrive, and how the parts of MeshView are. */
export const status = definePage({
  path: '/status',
  query: Type.Object({}),
  async load(context, { speech }): Promise<StatusData> {
    const { db, nowUs, version, config } = context
    const counters = await findCounters(db)
    const writer = await findWriter(db)
    return {
      problems: await problemsOf(context, writer, counters, speech),
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
      state: countersOf(counters, 'state.'),
      rules: config,
      attention: await findAttention(context),
      engine: db.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL',
      version,
    }
  },
  refresh: { seconds: 10 },
  description: ({ status }) => status,
  title: (_data, words) => words.status.title,
  view: (data) => <StatusView {...data} />,
})

function StatusView(data: StatusData) {
  const { status } = useWords()
  return (
    <div class="stack">
      <PageHead title={status.title} about={`MeshView ${data.version}`} />
      <Problems problems={data.problems} />
      <div class="columns">
        <WriterCard writer={data.writer} silence_us={data.silence_us} />
        <DatabaseCard {...data} />
        <Upkeep rules={data.rules} state={data.state} />
      </div>
      <AttentionLists {...data.attention} />
      <Outcomes {...data} />
    </div>
  )
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const words = useWords().problems
  if (problems.length === 0) return null
  return (
    <section class="callout" role="status">
      <h2>{words.title({ count: problems.length })}</h2>
      <ul>
        {problems.map(({ code, reason }) => (
          <li key={code}>{reason}</li>
        ))}
      </ul>
    </section>
  )
}

function WriterCard({
  writer,
  silence_us,
}: {
  writer: WriterRow | null
  silence_us: number | null
}) {
  const { status } = useWords()
  if (writer === null || silence_us === null) {
    return (
      <section class="card">
        <h2>{status.intake}</h2>
        <p class="muted">{status.noWriter}</p>
      </section>
    )
  }
  return (
    <section class="card">
      <div class="card-head">
        <h2>{status.intake}</h2>
        <WriterFlag writer={writer} silence_us={silence_us} />
      </div>
      <Facts
        facts={[
          [status.broker, <bdi key="broker">{writer.broker}</bdi>],
          [
            status.connectedSince,
            writer.connected_us !== null && writer.connected ? (
              <DateTime time_us={writer.connected_us} />
            ) : null,
          ],
          [
            status.lastMessage,
            writer.last_message_us === null ? (
              status.noneYet
            ) : (
              <Ago time_us={writer.last_message_us} />
            ),
          ],
          [status.error, writer.connected ? null : writer.error],
          [status.runningSince, <DateTime key="started" time_us={writer.started_us} />],
          [status.lastSign, <Ago key="heartbeat" time_us={writer.heartbeat_us} />],
          [status.version, writer.version],
        ]}
      />
    </section>
  )
}

function WriterFlag({ writer, silence_us }: { writer: WriterRow; silence_us: number }) {
  const { status } = useWords()
  if (silence_us > WRITER_SILENCE_US) return <span class="flag bad">{status.notRunning}</span>
  if (!writer.connected) return <span class="flag bad">{status.notConnected}</span>
  return <span class="flag good">{status.connected}</span>
}

function DatabaseCard({ totals, nodes, last_packet_us, bytes, state, engine }: StatusData) {
  const { status } = useWords()
  const local = useLocal()
  return (
    <section class="card">
      <h2>{status.database}</h2>
      <Facts
        facts={[
          [status.packets, local.count(totals.packets ?? 0)],
          [status.receptions, local.count(totals.receptions ?? 0)],
          [status.nodes, local.count(nodes)],
          [
            status.newestPacket,
            last_packet_us === null ? status.noneYet : <Ago time_us={last_packet_us} />,
          ],
          [status.size, `${local.bytes(bytes)}, ${engine}`],
          [
            status.freeOnDisk,
            state.disk_bytes
              ? status.freeOf({
                  free: local.bytes(state.disk_free_bytes ?? 0),
                  total: local.bytes(state.disk_bytes),
                })
              : null,
          ],
          [status.waiting, state.spool_bytes ? local.bytes(state.spool_bytes) : null],
        ]}
      />
    </section>
  )
}

function Outcomes({ outcomes, reasons }: StatusData) {
  const { malformed, status } = useWords()
  const local = useLocal()
  const labels: Readonly<Record<string, string>> = status.outcomes
  const explanations: Readonly<Record<string, string>> = status.explanations

  const entries = Object.entries(outcomes)
  const received = entries.reduce((sum, [, count]) => sum + count, 0)
  if (received === 0) return <p class="muted">{status.noMessages}</p>
  return (
    <section>
      <h2 class="section-title">{status.became({ count: received })}</h2>
      <div class="table-frame">
        <table class="table rows outcomes">
          <thead>
            <tr>
              <th scope="col">{status.outcome}</th>
              <th scope="col" class="num">
                {status.messages}
              </th>
              <th scope="col" class="num">
                {status.share}
              </th>
              <th scope="col">{status.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{labels[name] ?? formatEnum(name)}</th>
                <td class="num">{local.count(count)}</td>
                <td class="num">{local.percent(count, received)}</td>
                <td class="muted line">
                  {explanations[name]} {told(reasons[name] ?? {}, status.rules, local)}{' '}
                  {name === 'malformed' && count > 0 && (
                    <Link href="/status/malformed">{malformed.look}</Link>
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

/** `too many of one node 12, no room left 3`; faults of messages are named by their codes. */
function told(
  reasons: Record<string, number>,
  names: Readonly<Record<string, string>>,
  local: Local,
): string {
  return Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${names[reason] ?? reason} ${local.count(count)}`)
    .join(', ')
}
