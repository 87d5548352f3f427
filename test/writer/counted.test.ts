import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/db/open.js'
import { PORT } from '../../src/mesh/portnums.js'
import { createWithCurrentSchema } from '../helpers/current-schema.js'
import { startTunnel } from '../helpers/tunnel.js'
import { postgresDatabase } from '../migrate/databases.js'
import { NOW_US, type Stage, setStage } from './stage.js'

const postgres = {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}
const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') }

/** Packets `first` to `last` as one batch, each heard once. */
function hearPackets(stage: Stage, first: number, last: number): Promise<void> {
  return stage.together(async () => {
    for (let id = first; id <= last; id++) {
      await stage.hear({ packet: { id }, data }, { time_us: NOW_US + id })
    }
  })
}

async function assertCounted(stage: Stage, packets: number): Promise<void> {
  const counters = await stage.counters()
  assert.equal(counters.received, packets)
  assert.equal(counters['outcome.stored'], packets)
  assert.equal(counters['outcome.duplicate'], undefined)
  const row = await stage.db.get<{ number: number }>('select count(*) as number from packet')
  assert.equal(Number(row?.number), packets)
}

test(
  'a batch whose commit was not answered is counted once, whether it was committed or not',
  postgres,
  async (t) => {
    const database = await postgresDatabase(t, createWithCurrentSchema)
    const url = new URL(database.url)
    const tunnel = await startTunnel(Number(url.port || 5432))
    t.after(() => tunnel.cut().catch(() => {}))
    url.port = String(tunnel.port)
    const db = await openDatabase(url.href, 'write')
    t.after(() => db.close())
    const stage = await setStage({ ...database, openCurrent: async () => db })
    await hearPackets(stage, 1, 5)

    tunnel.loseAnswerTo('COMMIT')
    await assert.rejects(hearPackets(stage, 6, 30), /Connection terminated/)
    // It comes again with more, as what waits on the disk does.
    await hearPackets(stage, 6, 40)
    await assertCounted(stage, 40)

    tunnel.loseAnswerTo('COMMIT')
    await assert.rejects(hearPackets(stage, 41, 60), /Connection terminated/)
    // In the order of a writer that has taken over: what is new comes first.
    await hearPackets(stage, 61, 70)
    await hearPackets(stage, 41, 50)
    await hearPackets(stage, 51, 60)
    await assertCounted(stage, 70)

    tunnel.loseAnswerTo('state.batch')
    await assert.rejects(hearPackets(stage, 71, 90), /Connection terminated/)
    await hearPackets(stage, 71, 90)
    await assertCounted(stage, 90)

    // Copies are still what they are.
    await hearPackets(stage, 81, 90)
    assert.equal((await stage.counters())['outcome.duplicate'], 10)
  },
)

test('what of a split batch was stored is not counted again with the rest', postgres, async (t) => {
  const stage = await setStage(await postgresDatabase(t, createWithCurrentSchema))
  const { db } = stage
  await hearPackets(stage, 1, 1)
  // 9 is refused, whereupon the batch is split; 20 meets a server that has no room.
  await db.run(`create function refuse() returns trigger language plpgsql as $$ begin
    if new.id = 9 then raise exception 'refused'; end if;
    if new.id = 20 then raise exception 'no room' using errcode = '53100'; end if;
    return new;
  end $$`)
  await db.run(
    'create trigger refusal before insert on packet for each row execute function refuse()',
  )
  await assert.rejects(hearPackets(stage, 2, 20), /no room/)
  await db.run('drop trigger refusal on packet')
  await hearPackets(stage, 2, 20)
  const counters = await stage.counters()
  assert.equal(counters.received, 20)
  assert.equal(counters['outcome.stored'], 19)
  assert.equal(counters['malformed.not-stored'], 1)
  assert.equal(counters['outcome.duplicate'], undefined)
})
