import Type from 'typebox'
import { PROBLEMS } from '../problems.js'
import { Answer, count, Nullable, timeUs } from './schema-parts.js'

/** Each thing that is wrong now. */
const problems = Type.Array(
  Answer({
    code: Type.Union(PROBLEMS.map((code) => Type.Literal(code))),
    reason: Type.String({ description: 'The same for people' }),
  }),
  { description: 'Each thing that is wrong' },
)

export const statusAnswer = Answer({
  problems,
  received: count('Messages since the database was made'),
  outcomes: Type.Record(Type.String(), Type.Integer(), {
    description: 'What became of them; every message is in exactly one',
  }),
  filtered: Type.Record(Type.String(), Type.Integer(), { description: 'By rule' }),
  malformed: Type.Record(Type.String(), Type.Integer(), { description: 'By fault' }),
  totals: Answer({ packets: Type.Integer(), receptions: Type.Integer(), nodes: Type.Integer() }),
  writer: Nullable(
    Answer({
      version: Type.String(),
      started_us: timeUs('Start of the writer'),
      heartbeat_us: timeUs('Its last sign of life'),
      connected: Type.Boolean(),
      broker: Type.String(),
      error: Nullable(Type.String()),
      last_message_us: Nullable(timeUs('Last message')),
    }),
  ),
  upkeep: Answer({
    cleanup_us: Nullable(timeUs('End of the last cleanup')),
    backup_us: Nullable(timeUs('The newest daily backup')),
    backup_bytes: Nullable(count('Its size')),
    backup_failed_us: Nullable(timeUs('Since when attempts to make a newer one fail')),
  }),
})

export const malformedAnswer = Answer({
  malformed: Type.Array(
    Answer({
      malformed_id: Type.Integer({ description: 'Counts up from the first one' }),
      time_us: timeUs('Arrival'),
      topic: Type.String({ description: 'At most 256 characters, as they came: from a stranger' }),
      reason: Type.String({ description: 'The fault, such as bad-envelope' }),
      payload: Type.String({ description: 'At most the first 512 bytes, hexadecimal' }),
    }),
  ),
})

export const snapshotsQuery = Type.Object({
  length: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 3650, default: 30, description: 'How many days' }),
  ),
})
export const snapshotsAnswer = Answer({
  data: Type.Array(
    Answer({
      date: Type.String({ description: '2026-11-20, by the calendar of this machine' }),
      node_count: count('Nodes heard'),
      packet_count: count('Packets'),
      gateway_count: count('Gateways that uplinked something'),
      captured_at_us: timeUs('When this was noted'),
    }),
  ),
})

export const langQuery = Type.Object({
  lang: Type.Optional(Type.String({ description: 'Such as en; default: that of the site' })),
  section: Type.Optional(Type.String({ description: 'Only this part, such as chat' })),
})
export const langAnswer = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Record(Type.String(), Type.String())]),
)

export const configAnswer = Answer({
  site: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  mqtt: Answer({ server: Type.String(), topics: Type.Array(Type.String()) }),
  cleanup: Type.Record(Type.String(), Type.String()),
})

export const healthAnswer = Answer({
  status: Type.Union([
    Type.Literal('healthy'),
    Type.Literal('migrating'),
    Type.Literal('unhealthy'),
  ]),
  timestamp: Type.String(),
  version: Type.String(),
  git_revision: Type.String(),
  reason: Type.Optional(Type.String({ description: 'What is wrong' })),
  problems: Type.Optional(problems),
  database: Type.Optional(Type.String()),
  seconds_since_last_message: Type.Optional(Type.Integer()),
  database_size: Type.Optional(Type.String()),
  database_size_bytes: Type.Optional(Type.Integer()),
  last_packet_age_seconds: Type.Optional(Nullable(Type.Integer())),
  lag_ms: Type.Optional(
    Nullable(count('From the arrival of the last packet to its delivery to live listeners')),
  ),
})

export const liveAnswer = Answer({ status: Type.Literal('live') })

export const versionAnswer = Answer({
  version: Type.String(),
  release_date: Type.String(),
  git_revision: Type.String(),
  git_revision_short: Type.String(),
})
