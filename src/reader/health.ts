import type { FastifyInstance } from 'fastify'
import type { Version } from '../config/version.js'
import {
  findCounters,
  findDatabaseSize,
  findLastPacketTime,
  findWriter,
  type WriterRow,
} from '../db/read/status.js'
import { healthAnswer, liveAnswer, versionAnswer } from './api/schemas-site.js'
import type { ReaderContext } from './context.js'
import { describe, describeProgress, type Gate, type GateState } from './gate.js'
import { problemsOf, WRITER_SILENCE_US } from './problems.js'
import { type Answer, sameAnswers } from './same-answer.js'

/** A database that does not answer a small question in this time is as good as gone. */
const PATIENCE_MS = 5000
/** However many watch: the same answer for a tenth of a second, unless the database has changed. */
const FRESH_US = 100_000

/**
 * Adds what watches the process: `/health` (200 when all is well, 503 with the reason when not),
 * `/health/live` (200 while the process answers), `/version`. None of them waits for the gate.
 */
export function registerHealth(
  app: FastifyInstance,
  context: ReaderContext,
  gate: Gate,
  version: Version,
): void {
  const tags = ['site']
  const same = sameAnswers(context, FRESH_US)
  app.get(
    '/health',
    { schema: { summary: 'Health', tags, response: { '2xx': healthAnswer } } },
    async (_request, reply) => {
      const { status, body } = await answer(gate.state())
      reply.code(status).header('cache-control', 'no-store')
      return reply.type('application/json; charset=utf-8').send(body)
    },
  )
  app.get(
    '/health/live',
    { schema: { summary: 'Is the process up', tags, response: { 200: liveAnswer } } },
    async () => ({ status: 'live' }),
  )
  app.get(
    '/version',
    { schema: { summary: 'Version', tags, response: { 200: versionAnswer } } },
    async () => version,
  )

  /** Who watches every second through several eyes has it looked up once. */
  async function answer(state: GateState): Promise<Answer> {
    if (state.kind !== 'ready') return encode(notReady(baseOf(context, version), state))
    try {
      return await withPatience(
        same(state.revisions.join(), async () => {
          const { status, ...rest } = await readDatabase(context, state)
          return encode({ status, ...baseOf(context, version), ...rest })
        }),
      )
    } catch (error) {
      return encode(unreachable(baseOf(context, version), (error as Error).message))
    }
  }
}

function encode(health: { status: string }): Answer {
  const status = health.status === 'healthy' ? 200 : 503
  return { status, body: Buffer.from(JSON.stringify(health)) }
}

function baseOf(context: ReaderContext, { version, git_revision }: Version) {
  return { timestamp: new Date(context.nowUs() / 1000).toISOString(), version, git_revision }
}

function notReady(base: object, state: GateState) {
  if (state.kind === 'unreachable') return unreachable(base, describe(state))
  const migration = state.kind === 'waiting' ? state.migration : null
  const schema = { state: migration?.kind ?? 'unknown', ...revisionsOf(state) }
  const reason = `${describe(state)} ${describeProgress(state)}`.trim()
  return { status: 'migrating', ...base, reason, schema, migration }
}

function unreachable(base: object, reason: string) {
  return { status: 'unhealthy', ...base, database: 'disconnected', reason }
}

async function readDatabase(context: ReaderContext, state: GateState) {
  const now = context.nowUs()
  const writer = await findWriter(context.db)
  const last = await findLastPacketTime(context.db)
  const bytes = await findDatabaseSize(context.db)
  const problems = await problemsOf(context, writer, await findCounters(context.db))
  const age = last === null ? null : Math.max(0, Math.round((now - last) / 1e6))
  return {
    status: problems.length === 0 ? 'healthy' : 'unhealthy',
    database: 'connected',
    ...(age !== null && { seconds_since_last_message: age }),
    database_size: readableSize(bytes),
    database_size_bytes: bytes,
    ...(problems.length > 0 && { reason: problems.map(({ reason }) => reason).join(' ') }),
    problems,
    writer: writer && {
      heartbeat_age_seconds: secondsSince(writer.heartbeat_us, now),
      connected: writer.connected,
      broker: writer.broker,
      error: writer.error,
      last_message_age_seconds:
        writer.last_message_us === null ? null : secondsSince(writer.last_message_us, now),
      version: writer.version,
    },
    schema: { state: 'current', ...revisionsOf(state) },
    last_packet_age_seconds: age,
    lag_ms: context.feed.lagMs === null ? null : Math.round(context.feed.lagMs),
  }
}

/** Why nothing comes in at this moment, in words; null when it can. */
export function writerProblem(writer: WriterRow | null, now_us: number): string | null {
  if (writer === null) return 'No writer has started on this database yet.'
  const silence = now_us - writer.heartbeat_us
  if (silence > WRITER_SILENCE_US) {
    return `The writer has given no sign of life for ${Math.round(silence / 1e6)} s.`
  }
  if (writer.connected) return null
  const why = writer.error === null ? '' : `: ${writer.error}`
  return `The writer is not connected to ${writer.broker}${why}`
}

function revisionsOf(state: GateState): { current: string[] | null; head: string[] | null } {
  const nothing = { current: null, head: null }
  if (state.kind === 'ready') return { current: state.revisions, head: state.revisions }
  if (state.kind !== 'waiting' || state.migration.kind !== 'behind') return nothing
  return { current: state.migration.current, head: state.migration.head }
}

function secondsSince(time_us: number, now_us: number): number {
  return Math.max(0, Math.round((now_us - time_us) / 1e6))
}

/** `4.2 MB`, in powers of 1024 as MeshView says it. */
function readableSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(2)} ${units[unit]}`
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`the database did not answer within ${PATIENCE_MS} ms`))
    timer = setTimeout(late, PATIENCE_MS)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
