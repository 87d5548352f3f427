import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textMessage } from '../../src/db/entities/projections.js'
import { openDatabase } from '../../src/db/open.js'
import { textMessage as frozenTextMessage } from '../../src/migrate/convert/tables.js'
import { frozenInsert, insertFrozen } from '../../src/migrate/convert/write.js'
import { downgrade, migrate, upgrade } from '../../src/migrate/index.js'
import { onEmptyDatabases, sqliteDatabase } from '../migrate/databases.js'
import { change, index, laterChain } from './later-chain.js'
import { fill, makeSchema, shapeOf } from './original.js'
import { dropAll, everyRow } from './rows.js'
import { makeTraffic } from './traffic.js'

const CONVERTED = '8c1f4e60b27d'
const amount = { packets: 300, receptions: 3, nodes: 40, gateways: 8, traceroutes: 0.2 }

for (const revision of [null, '23dad03d2e42', 'c6b1d8f2a9e3']) {
  onEmptyDatabases(
    `revisions after the conversion reach a database of MeshView ${revision ?? '2.x'}, adopted before them or with them`,
    async (database) => {
      const db = await database.open()
      const makeOld = async () => {
        await makeSchema(db, shapeOf(revision))
        await fill(db, shapeOf(revision), makeTraffic(amount))
      }
      await makeOld()
      const atOnce = await migrate(db, { revisions: laterChain })
      assert.deepEqual(atOnce.to, [index.revision])
      const state = await everyRow(db)
      assert.ok((state.talker as unknown[]).length > 1)

      await dropAll(db)
      await makeOld()
      await upgrade(db, CONVERTED)
      const later = await migrate(db, { revisions: laterChain })
      assert.deepEqual(later.from, [CONVERTED])
      assert.deepEqual(later.applied.slice(-2), [change.revision, index.revision])
      assert.deepEqual(await everyRow(db), state)

      await downgrade(db, CONVERTED, { revisions: laterChain })
      assert.deepEqual((await migrate(db, { revisions: laterChain })).to, [index.revision])
      assert.deepEqual(await everyRow(db), state)
    },
  )
}

onEmptyDatabases('revisions after the conversion reach a fresh database', async (database) => {
  const db = await database.open()
  assert.deepEqual((await migrate(db, { revisions: laterChain })).to, [index.revision])
  assert.deepEqual(await db.all('select * from talker'), [])
})

test('the conversion writes its own columns, whatever the models have come to be', async (t) => {
  const { url } = await sqliteDatabase(t)
  const db = await openDatabase(url, 'write')
  t.after(() => db.close())
  await upgrade(db, CONVERTED)
  const { packet_key, channel_id, ...rest } = textMessage.columns
  const grown = {
    ...textMessage,
    columns: { packet_key, letters: { type: 'int' as const }, channel_id, ...rest },
  }
  const insert = frozenInsert(frozenTextMessage, grown as typeof textMessage)
  await db.transaction((tx) => insertFrozen(tx, insert, [[7, 99, 1, false, 'words', null, 0]]))
  assert.deepEqual(await db.all('select * from text_message'), [
    { packet_key: 7, channel_id: 1, direct: 0, text: 'words', reply_id: null, emoji: 0 },
  ])
  const { text: _, ...shrunk } = textMessage.columns
  assert.throws(
    () => frozenInsert(frozenTextMessage, { ...textMessage, columns: shrunk }),
    /text_message\.text is gone from the models/,
  )
})
