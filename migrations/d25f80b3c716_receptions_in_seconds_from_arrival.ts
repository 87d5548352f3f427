import type { QueryRunner } from 'typeorm'
import {
  columnNames,
  createIndex,
  createTable,
  dropIndex,
  dropTable,
  engineOf,
  hasTable,
  type Revision,
  type RevisionContext,
  renameTable,
  sql,
  type TableDefinition,
} from '../src/migrate/columns.js'

/** A reception says when it was heard in one of two ways: the column, and its value out of the other. */
interface Shape {
  column: 'rx_time' | 'rx_delay_s'
  value: string
}

/** The packet's arrival in whole seconds; 1970 for a reception whose packet is gone. */
const ARRIVAL_S = 'coalesce(packet.import_time_us, 0) / 1000000'
const byClock: Shape = { column: 'rx_time', value: `old.rx_delay_s + ${ARRIVAL_S}` }
const byDelay: Shape = { column: 'rx_delay_s', value: `old.rx_time - ${ARRIVAL_S}` }

const INDEX = 'reception_uplink'
const REST = 'delay_us, rx_rssi, rx_snr4, hop_limit, hop_start, relay_node, next_hop, via_mqtt'

/**
 * When a gateway heard a packet is kept in seconds from the packet's arrival: one byte instead of
 * four, in the table and once more in its index.
 */
export const receptionsInSecondsFromArrival: Revision = {
  name: 'ReceptionsInSecondsFromArrival1795766200194',
  revision: 'd25f80b3c716',
  downRevision: '9c4e1b7a60d3',
  message: 'receptions in seconds from arrival',
  // SQLite: a slice at a time, so that a large database needs neither twice its disk nor a long log.
  transaction: false,
  workspace: 0.3,

  async up(queryRunner, context) {
    await reshape(queryRunner, byDelay, context)
  },

  async down(queryRunner, context) {
    await reshape(queryRunner, byClock, context)
  },
}

async function reshape(
  queryRunner: QueryRunner,
  to: Shape,
  context: RevisionContext,
): Promise<void> {
  const { db } = context
  const isBegun = db !== null && (await hasTable(queryRunner, 'reception_old'))
  // An earlier run may have come to its end, and died before that was noted.
  if (db !== null && !isBegun && (await hasColumn(queryRunner, to))) return
  if (db === null || db.engine === 'postgres') {
    await inTransaction(queryRunner, async () => {
      await begin(queryRunner, to)
      await sql(queryRunner, moveSql(to, 'true'))
      await end(queryRunner)
    })
    return
  }
  if (!isBegun) await inTransaction(queryRunner, () => begin(queryRunner, to))
  await moveSlices(db, to, context)
  await inTransaction(queryRunner, () => end(queryRunner))
}

async function hasColumn(queryRunner: QueryRunner, { column }: Shape): Promise<boolean> {
  return (await columnNames(queryRunner, 'reception')).includes(column)
}

/** The rows step aside, and the new table stands. */
async function begin(queryRunner: QueryRunner, to: Shape): Promise<void> {
  await dropIndex(queryRunner, INDEX)
  if (engineOf(queryRunner) === 'postgres') {
    // The names of keys are unique in a schema, and the new table wants this one.
    await sql(queryRunner, 'alter table reception drop constraint reception_pkey')
  }
  await renameTable(queryRunner, 'reception', 'reception_old')
  await createTable(queryRunner, receptionTable(to))
}

async function end(queryRunner: QueryRunner): Promise<void> {
  await dropTable(queryRunner, 'reception_old')
  await createIndex(queryRunner, INDEX, 'reception', { columns: ['uplink_id', 'packet_key'] })
}

function receptionTable({ column }: Shape): TableDefinition {
  return {
    name: 'reception',
    withoutRowid: true,
    columns: {
      packet_key: { type: 'bigint', primary: true },
      uplink_id: { type: 'int', primary: true },
      [column]: { type: 'bigint', primary: true },
      delay_us: { type: 'bigint' },
      rx_rssi: { type: 'int' },
      rx_snr4: { type: 'int' },
      hop_limit: { type: 'int' },
      hop_start: { type: 'int' },
      relay_node: { type: 'int' },
      next_hop: { type: 'int' },
      via_mqtt: { type: 'bool' },
    },
  }
}

function moveSql({ column, value }: Shape, where: string): string {
  return `insert into reception (packet_key, uplink_id, ${column}, ${REST})
    select old.packet_key, old.uplink_id, ${value}, ${REST}
    from reception_old as old left join packet on packet.packet_key = old.packet_key
    where ${where} order by old.packet_key, old.uplink_id`
}

const ROWS_PER_SLICE = 20_000

/** What is still in the old table is what is left to do; its pages go to the new one. */
async function moveSlices(
  db: NonNullable<RevisionContext['db']>,
  to: Shape,
  context: RevisionContext,
): Promise<void> {
  const count = async (table: string) =>
    (await db.get<{ rows: number }>(`select count(*) as rows from ${table}`))?.rows ?? 0
  let done = await count('reception')
  const total = done + (await count('reception_old'))
  while (done < total) {
    const last = await db.get<{ packet_key: number }>(
      `select packet_key from reception_old order by packet_key limit 1 offset ${ROWS_PER_SLICE}`,
    )
    const where = 'old.packet_key <= ?'
    const params = [last?.packet_key ?? Number.MAX_SAFE_INTEGER]
    done += await db.transaction(async (tx) => {
      const moved = await tx.run(moveSql(to, where), params)
      await tx.run('delete from reception_old where packet_key <= ?', params)
      return moved
    })
    await context.progress(done, total)
  }
}

async function inTransaction(queryRunner: QueryRunner, work: () => Promise<void>): Promise<void> {
  await queryRunner.startTransaction()
  try {
    await work()
    await queryRunner.commitTransaction()
  } catch (error) {
    await queryRunner.rollbackTransaction()
    throw error
  }
}
