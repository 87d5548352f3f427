import assert from 'node:assert/strict'
import type { Database } from '../../../src/db/open.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { onBothEngines } from '../../migrate/databases.js'
import { setSite } from './site.js'
import { storeTexts } from './texts.js'

const TEXTS = 12_000
const START_US = 1_794_000_000_000_000

/** Texts number 1 to 12,000, a second apart; every hundredth is direct. */
function write(db: Database): Promise<void> {
  const texts = Array.from({ length: TEXTS }, (_, index) => ({
    text: `Check-in #${index + 1}# 100%`,
    import_time_us: START_US + (index + 1) * 1_000_000,
    to: (index + 1) % 100 === 0 ? 9 : BROADCAST,
  }))
  return storeTexts(db, ['LongFast'], texts)
}

onBothEngines(
  'words are found however far back, and never those of direct messages',
  async (database, t) => {
    const { stage, get } = await setSite(database, t)
    await write(stage.db)
    const ids = async (query: string) => {
      const { packets } = (await get(`/api/packets?${query}`)).body as { packets: { id: number }[] }
      return packets.map((packet) => packet.id)
    }
    assert.deepEqual(await ids('contains=IN%20%2317%23'), [17], 'in the last slice')
    assert.deepEqual(await ids('contains=in%20%2311999%23&portnum=1'), [11_999])
    assert.deepEqual(await ids('contains=IN%00%20%2317%00%23'), [17], 'NUL is no letter')
    assert.deepEqual(await ids('contains=%20%2317%00nothing'), [])
    assert.equal((await ids('contains=%20%2317%23&channel=Long%00Fast')).length, 1)
    assert.deepEqual(await ids('contains=in%20%231200%23'), [], 'direct')
    assert.deepEqual(await ids('contains=in%20%231200%23&node_id=7'), [])
    assert.deepEqual(await ids('contains=nothing&limit=1000'), [])
    assert.deepEqual(await ids('contains=100_'), [], 'no wildcard')
    assert.deepEqual(await ids('contains=100%25&limit=3'), [11_999, 11_998, 11_997])
    assert.deepEqual(await ids('contains=100%25&limit=3&order=asc'), [1, 2, 3])
    assert.deepEqual(await ids('contains=in%20%23999&limit=3&order=asc'), [999, 9990, 9991])
    const since = START_US + 6_000_000_000
    assert.deepEqual(await ids(`contains=100%25&since=${since}&order=asc&limit=2`), [6001, 6002])
    assert.deepEqual(await ids(`contains=100%25&before=${since}&limit=2`), [5999, 5998])
    assert.deepEqual(await ids(`contains=%235999%23&since=${since}`), [])
    const all: number[] = []
    for (let before = ''; ; ) {
      const { body } = await get(`/api/packets?contains=check&limit=1000${before}`)
      const { packets, next_before } = body as { packets: { id: number }[]; next_before?: number }
      all.push(...packets.map((packet) => packet.id))
      if (next_before === undefined) break
      before = `&before=${next_before}`
    }
    assert.equal(all.length, TEXTS - TEXTS / 100)
    assert.equal(new Set(all).size, all.length)
  },
)
