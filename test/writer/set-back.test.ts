import assert from 'node:assert/strict'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { NOW_US, SENDER, setStage } from './stage.js'

const DAY_US = 86_400_000_000

const position = (latitude_i: number) => ({
  portnum: PORT.POSITION,
  payload: encodePayload('Position', { latitude_i, longitude_i: -1_220_000_000 }),
})

onBothEngines(
  'after the clock was set back by days, nodes and links are as they are heard now',
  async (d) => {
    const stage = await setStage(d)
    await stage.hear(
      { data: position(370_000_000), packet: { id: 1 } },
      { time_us: NOW_US + 300 * DAY_US },
    )
    await stage.hear({ data: position(380_000_000), packet: { id: 2 } }, { time_us: NOW_US })
    const node = await stage.db.get<object>(
      'select last_lat, position_us, last_seen_us from node where node_id = ?',
      [SENDER],
    )
    assert.deepEqual(
      { ...node },
      { last_lat: 380_000_000, position_us: NOW_US, last_seen_us: NOW_US },
    )
    const link = await stage.db.get<object>('select count, last_seen_us from link')
    assert.deepEqual({ ...link }, { count: 2, last_seen_us: NOW_US })
  },
)
