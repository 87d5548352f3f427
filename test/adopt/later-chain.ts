import { migrations } from '../../migrations/index.js'
import { chainOf } from '../../src/migrate/chain.js'
import {
  batchAlterTable,
  createIndex,
  createTable,
  dropIndex,
  dropTable,
  type Revision,
  sql,
} from '../../src/migrate/columns.js'

const [head = ''] = chainOf(migrations).heads()

/** Changes tables that the conversion of MeshView 3.x fills, and fills a new one from them. */
export const change: Revision = {
  name: 'Change9900000000000',
  revision: 'aaaaaaaaaaa1',
  downRevision: head,
  message: 'count the letters of texts',
  async up(queryRunner) {
    await batchAlterTable(queryRunner, 'text_message', (table) => {
      table.addColumn('letters', { type: 'int', nullable: true })
    })
    await sql(queryRunner, 'update text_message set letters = length(text)')
    await batchAlterTable(queryRunner, 'text_message', (table) => {
      table.alterColumn('letters', { nullable: false })
      table.renameColumn('emoji', 'is_tapback')
    })
    await dropIndex(queryRunner, 'packet_reply')
    await createTable(queryRunner, {
      name: 'talker',
      columns: { node_id: { type: 'bigint', primary: true }, texts: { type: 'int' } },
    })
    await sql(
      queryRunner,
      `insert into talker (node_id, texts) select from_node_id, count(*)
       from text_message join packet using (packet_key) group by from_node_id`,
    )
  },
  async down(queryRunner) {
    await dropTable(queryRunner, 'talker')
    await createIndex(queryRunner, 'packet_reply', 'packet', {
      columns: ['reply_id'],
      where: 'reply_id is not null',
    })
    await batchAlterTable(queryRunner, 'text_message', (table) => {
      table.renameColumn('is_tapback', 'emoji')
      table.dropColumn('letters')
    })
  },
}

/** An index outside a transaction, as PostgreSQL wants it on large tables. */
export const index: Revision = {
  name: 'Index9900000001000',
  revision: 'aaaaaaaaaaa2',
  downRevision: change.revision,
  message: 'index the letters of texts',
  transaction: false,
  async up(queryRunner) {
    await createIndex(queryRunner, 'text_message_letters', 'text_message', {
      columns: ['letters'],
      concurrently: true,
    })
  },
  async down(queryRunner) {
    await dropIndex(queryRunner, 'text_message_letters', { concurrently: true })
  },
}

/** The program's own chain, and revisions that somebody wrote years after it. */
export const laterChain: readonly Revision[] = [...migrations, change, index]
