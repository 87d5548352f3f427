import assert from 'node:assert/strict'
import { encodeEnvelope } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import type { TestDatabase } from '../migrate/databases.js'
import { onBothEngines } from '../migrate/databases.js'
import { openIngest } from '../operations/mesh.js'
import { GATEWAY, NOW_US, SENDER, type Stage, setStage } from './stage.js'

const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') }

/** From now on the database refuses the packet with this id. */
async function refuse({ engine }: TestDatabase, { db }: Stage, id: number): Promise<void> {
  await db.run(
    engine === 'sqlite'
      ? `create trigger refusal before insert on packet when new.id = ${id}
         begin select raise(abort, 'refused'); end`
      : `alter table packet add constraint refusal check (id <> ${id})`,
  )
}

async function idsOf({ db }: Stage): Promise<number[]> {
  const rows = await db.all<{ id: number }>('select id from packet order by packet_key')
  return rows.map(({ id }) => id)
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

onBothEngines(
  'of a batch only the message goes that is refused, and trying uses up nobody’s allowance',
  async (d) => {
    const stage = await setStage(d, {
      MESHVIEW_INGEST_FLOOD_PER_MINUTE: '64',
      MESHVIEW_INGEST_GATEWAY_PER_HOUR: '64',
    })
    await refuse(d, stage, 13)
    await stage.together(async () => {
      for (const id of range(1, 60)) {
        await stage.hear({ packet: { id }, data }, { time_us: NOW_US + id })
      }
    })
    assert.deepEqual(
      await idsOf(stage),
      range(1, 60).filter((id) => id !== 13),
    )
    const counters = await stage.counters()
    assert.equal(counters.received, 60)
    assert.equal(counters['outcome.stored'], 59)
    assert.equal(counters['malformed.not-stored'], 1)
    assert.equal(counters['outcome.filtered'], undefined)
    // What was stored did use it up; what was refused did not.
    for (const id of range(61, 70)) {
      await stage.hear({ packet: { id }, data }, { time_us: NOW_US + id })
    }
    assert.equal((await stage.counters())['outcome.filtered'], 5)
  },
)

onBothEngines(
  'a batch that has to be tried again gives back its own allowance alone',
  async (d) => {
    const stage = await setStage(d, { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '10' })
    const hear = (first: number, last: number) =>
      stage.together(async () => {
        for (const id of range(first, last)) {
          await stage.hear({ packet: { id }, data }, { time_us: NOW_US + id })
        }
      })
    await hear(1, 6)
    await refuse(d, stage, 8)
    await hear(7, 8)
    await hear(9, 20)
    // Six, the one beside the refused one, and three of the rest.
    assert.deepEqual(await idsOf(stage), [...range(1, 7), ...range(9, 11)])
  },
)

onBothEngines('what was dropped before a refused message is counted with it', async (d) => {
  const stage = await setStage(d)
  await refuse(d, stage, 1)
  const payload = encodeEnvelope({
    ...{ channel_id: 'LongFast', gateway_id: GATEWAY, data },
    packet: { from: SENDER, id: 1 },
  })
  const message = { topic: 'msh/2/e/LongFast/!22222222', payload, time_us: NOW_US }
  await openIngest(stage.db).store([message], 3)
  const counters = await stage.counters()
  assert.equal(counters.received, 4)
  assert.equal(counters['outcome.malformed'], 1)
  assert.equal(counters['filtered.queue-full'], 3)
})

onBothEngines('a message alone is not lost to what the writer remembered wrongly', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ packet: { id: 1 }, data })
  // Another process stores in between, and gives out the keys that this one would give.
  const other = await setStage(d)
  await other.hear({ packet: { id: 2 }, data })
  await stage.hear({ packet: { id: 3 }, data })
  assert.deepEqual(await idsOf(stage), [1, 2, 3])
  const counters = await stage.counters()
  assert.equal(counters['outcome.stored'], 3)
  assert.equal(counters['outcome.malformed'], undefined)
})
