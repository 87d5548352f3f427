import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, openDatabase } from '../../src/db/open.js'
import { migrate } from '../../src/migrate/index.js'
import { childProgram } from '../helpers/child-program.js'
import type { TestDatabase } from '../migrate/databases.js'
import { laterChain } from './later-chain.js'
import { fill, makeSchema, shapeOf } from './original.js'
import { dropAll, everyRow } from './rows.js'
import { makeTraffic } from './traffic.js'

const KILLS = 20
/** Three slices: each kill costs a start, whatever there is to convert. */
const amount = { packets: 2500, receptions: 3, nodes: 200, gateways: 20, traceroutes: 0.1 }
const shape = shapeOf('c6b1d8f2a9e3')
const program = await childProgram(new URL('./adopting-child.js', import.meta.url), (url) => [url])

/** Kills an adoption twenty times at random moments: it must end like one that nothing disturbed. */
export async function killAdoption(database: TestDatabase): Promise<void> {
  const db = await database.open()
  await makeOld(db)
  const started = performance.now()
  await migrate(db, { backup: false, revisions: laterChain })
  let span = performance.now() - started
  const undisturbed = await everyRow(db)
  await dropAll(db)
  await makeOld(db)
  await db.close()

  let kills = 0
  while (kills < KILLS) {
    if (await killed(database, Math.random() * span)) {
      kills++
      // What is left takes less each time; nothing is learnt from a kill that comes too late.
      span *= 0.93
      continue
    }
    const again = await database.open()
    assert.deepEqual(await everyRow(again), undisturbed)
    if (kills < KILLS) {
      await dropAll(again)
      await makeOld(again)
      span = 400
    }
    await again.close()
  }
  const last = await database.open()
  await migrate(last, { revisions: laterChain })
  assert.deepEqual(await everyRow(last), undisturbed)
  if (last.engine === 'sqlite') {
    // One copy, of the database before all of it, however often it was begun.
    const copies = readdirSync(database.folder).filter((name) => name.endsWith('.bak'))
    assert.equal(copies.length, 1)
    const copy = await openDatabase(`sqlite:///${join(database.folder, String(copies[0]))}`, 'read')
    const packets = await copy.get('select count(*) as n from packet')
    await copy.close()
    assert.deepEqual(packets, { n: amount.packets })
    assert.deepEqual(await last.all('pragma quick_check'), [{ quick_check: 'ok' }])
  }
}

async function makeOld(db: Database): Promise<void> {
  await makeSchema(db, shape)
  await fill(db, shape, makeTraffic(amount))
}

/** Starts an adoption and kills it `afterMs` after it began; false when it came through before. */
async function killed(database: TestDatabase, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [program, database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  await Promise.race([sleep(afterMs), ended])
  child.kill('SIGKILL')
  const [code, signal] = await ended
  assert.ok(signal === 'SIGKILL' || code === 0, `ended with ${code}`)
  return signal === 'SIGKILL'
}
