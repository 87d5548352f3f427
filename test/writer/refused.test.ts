import assert from 'node:assert/strict'
import { PORT } from '../../src/mesh/portnums.js'
import type { TestDatabase } from '../migrate/databases.js'
import { onBothEngines } from '../migrate/databases.js'
import { NOW_US, type Stage, setStage } from './stage.js'

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
