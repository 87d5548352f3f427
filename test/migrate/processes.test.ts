import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { writerLock } from '../../src/db/writer-lock.js'
import { migrate } from '../../src/migrate/index.js'
import { Child, fill, verify } from './crash.js'
import { migrations } from './crash-chain.js'
import { onEmptyDatabases } from './databases.js'
import { Scratch } from './scratch.js'

onEmptyDatabases('twenty writers started at once run each revision once', async (database) => {
  const db = await fill(database)
  const children = Array.from({ length: 20 }, () => new Child('up', database.url))
  for (const child of children) assert.equal((await child.ended).code, 0, child.output)
  const applied = children.map((child) => child.applied).filter((list) => list.length > 0)
  assert.deepEqual(
    applied.flat().sort(),
    migrations.slice(1).map((m) => m.revision),
  )
  await verify(db, 'head')
})

onEmptyDatabases('two writers at once on a database without any table', async (database) => {
  const results = await Promise.all([
    migrate(await database.open(), { revisions: migrations }).catch(String),
    migrate(await database.open(), { revisions: migrations }).catch(String),
  ])
  const applied = results.map((result) => (typeof result === 'string' ? result : result.applied))
  assert.deepEqual(applied.map((list) => list.length).sort(), [0, migrations.length])
})

onEmptyDatabases(
  'SIGTERM in the middle ends with 0, and the next start goes on',
  async (database) => {
    const db = await fill(database)
    for (let round = 0; round < 2; round++) {
      const child = new Child('worker', database.url)
      await child.begun()
      await sleep(round * 60)
      child.process.kill('SIGTERM')
      const { code, signal } = await child.ended
      assert.equal(signal, null)
      assert.equal(code, 0, child.output)
    }
    const last = new Child('worker', database.url)
    assert.equal((await last.ended).code, 0)
    await verify(db, 'head')
  },
)

onEmptyDatabases(
  'a command that changes the schema is refused while a writer runs',
  async (database) => {
    const scratch = new Scratch(database)
    const writer = writerLock(database.url)
    assert.equal(await writer.attempt(), true)
    assert.equal(await scratch.run('upgrade', 'head'), 1)
    await writer.release()
    assert.equal(await scratch.run('upgrade', 'head'), 0)
    assert.equal(await writer.attempt(), true, 'the command has given the lock back')
    assert.equal(await scratch.run('upgrade', 'head'), 0, 'nothing to do is no danger')
    assert.equal(await scratch.run('downgrade', '-1'), 1)
    await writer.release()
  },
)
