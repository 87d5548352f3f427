import type { Table } from '../table.js'

/**
 * Running counts since the database was made: `outcome.…` of messages, `total.…` of rows held.
 * `state.…` are figures as they are now, noted with the writer's sign of life.
 */
export const counter: Table = {
  name: 'counter',
  columns: {
    name: { type: 'text', primary: true },
    value: { type: 'bigint' },
  },
}

/** The last messages that could not be understood, for a person to look at. */
export const malformed: Table = {
  name: 'malformed',
  columns: {
    malformed_id: { type: 'bigint', primary: true },
    import_time_us: { type: 'bigint' },
    topic: { type: 'text' },
    reason: { type: 'text' },
    payload: { type: 'bytes' },
  },
}

/** One row (id 1): the sign of life of the process that writes. `owner` is `host:pid`. */
export const writerStatus: Table = {
  name: 'writer_status',
  columns: {
    id: { type: 'int', primary: true },
    owner: { type: 'text' },
    version: { type: 'text' },
    started_us: { type: 'bigint' },
    heartbeat_us: { type: 'bigint' },
    connected: { type: 'bool' },
    broker: { type: 'text' },
    connected_us: { type: 'bigint', nullable: true },
    error: { type: 'text', nullable: true },
    last_message_us: { type: 'bigint', nullable: true },
    last_packet_key: { type: 'bigint' },
  },
}
