import { performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { countNodes } from '../db/read/nodes.js'
import {
  countersOf,
  findCounters,
  findDatabaseSize,
  findLastPacketTime,
  findWriter,
} from '../db/read/status.js'
import type { ReaderContext } from './context.js'
import { PROBLEMS, problemsOf } from './problems.js'
import type { Streams } from './sse.js'

type Sample = [labels: Record<string, string>, value: number | null]

/** Adds `GET /metrics`: what Prometheus reads, version 0.0.4 of its text format. */
export function registerMetrics(
  app: FastifyInstance,
  context: ReaderContext,
  streams: Streams,
): void {
  let scraped = performance.eventLoopUtilization()
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store')
    const { utilization } = performance.eventLoopUtilization(scraped)
    scraped = performance.eventLoopUtilization()
    return [
      ...(await databaseMetrics(context)),
      gauge('meshview_live_streams', 'Open streams of live events', [[{}, streams.size]]),
      gauge('meshview_event_loop_utilization', 'Share of the time since the last scrape', [
        [{}, utilization],
      ]),
      gauge('process_resident_memory_bytes', 'Memory of the reader', [
        [{}, process.memoryUsage.rss()],
      ]),
    ].join('')
  })
}

async function databaseMetrics(context: ReaderContext): Promise<string[]> {
  const now = context.nowUs()
  const counters = await findCounters(context.db)
  const writer = await findWriter(context.db)
  const last = await findLastPacketTime(context.db)
  const found = await problemsOf(context, writer, counters)
  const problems = new Set(found.map(({ code }) => code))
  const age = (time_us: number | null | undefined) =>
    time_us === null || time_us === undefined ? null : (now - time_us) / 1e6
  const labelled = (prefix: string, label: string): Sample[] =>
    Object.entries(countersOf(counters, prefix)).map(([name, value]) => [{ [label]: name }, value])
  return [
    gauge('meshview_info', 'Version of the reader', [[{ version: context.version }, 1]]),
    counter(
      'meshview_messages_received_total',
      'Messages received: the sum of what became of them',
      [[{}, counters.get('received') ?? 0]],
    ),
    counter('meshview_messages_total', 'Messages by what became of them', [
      ...labelled('outcome.', 'outcome'),
    ]),
    counter('meshview_messages_filtered_total', 'Filtered messages by rule', [
      ...labelled('filtered.', 'rule'),
    ]),
    counter('meshview_messages_malformed_total', 'Malformed messages by fault', [
      ...labelled('malformed.', 'reason'),
    ]),
    gauge('meshview_packets', 'Packets held', [[{}, counters.get('total.packets') ?? 0]]),
    gauge('meshview_receptions', 'Receptions held', [[{}, counters.get('total.receptions') ?? 0]]),
    gauge('meshview_nodes', 'Nodes held', [[{}, await countNodes(context.db, {})]]),
    gauge('meshview_database_bytes', 'Size of the database', [
      [{}, await findDatabaseSize(context.db)],
    ]),
    gauge('meshview_last_packet_age_seconds', 'Since the newest packet', [[{}, age(last)]]),
    gauge('meshview_writer_heartbeat_age_seconds', "Since the writer's last sign of life", [
      [{}, age(writer?.heartbeat_us)],
    ]),
    gauge(
      'meshview_problem',
      'Whether this makes MeshView unhealthy now',
      PROBLEMS.map((code) => [{ code }, Number(problems.has(code))]),
    ),
    gauge('meshview_spool_bytes', 'Packets that wait on the disk', [
      [{}, counters.get('state.spool_bytes') ?? null],
    ]),
    gauge('meshview_disk_free_bytes', 'Free on the disk of the writer', [
      [{}, counters.get('state.disk_free_bytes') ?? null],
    ]),
    gauge('meshview_backup_age_seconds', 'Since the newest daily backup', [
      [{}, age(counters.get('state.backup_us') || null)],
    ]),
    gauge('meshview_writer_connected', 'Whether the writer is connected to its broker', [
      [{}, writer === null ? null : Number(writer.connected)],
    ]),
  ]
}

function gauge(name: string, help: string, samples: Sample[]): string {
  return metric(name, 'gauge', help, samples)
}

function counter(name: string, help: string, samples: Sample[]): string {
  return metric(name, 'counter', help, samples)
}

function metric(name: string, type: string, help: string, samples: Sample[]): string {
  const lines = samples
    .filter(([, value]) => value !== null)
    .map(([labels, value]) => `${name}${labelText(labels)} ${value}\n`)
  return lines.length === 0
    ? ''
    : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelText(labels: Record<string, string>): string {
  const parts = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  )
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}
