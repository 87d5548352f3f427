import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { onBothEngines } from '../../migrate/databases.js'
import { GATEWAY, NOW_US, SENDER, type Stage } from '../../writer/stage.js'
import { setSite } from './site.js'

async function introduce(stage: Stage, node_id: number, id: number, user: object): Promise<void> {
  const payload = encodePayload('User', user)
  await stage.hear({ packet: { from: node_id, id }, data: { portnum: PORT.NODEINFO, payload } })
}

onBothEngines('nodes have the keys of MeshView, and !hex as id', async (database, t) => {
  const { stage, get } = await setSite(database, t)
  await introduce(stage, SENDER, 1, {
    long_name: 'Summit',
    short_name: 'SUM',
    hw_model: 'HELTEC_V3',
    role: 'ROUTER',
    is_licensed: true,
  })
  const { body } = await get('/api/nodes')
  const { nodes } = body as { nodes: Record<string, unknown>[] }
  assert.equal(nodes.length, 1)
  const [node] = nodes
  assert.deepEqual(Object.keys(node ?? {}).slice(0, 13), [
    'id',
    'node_id',
    'long_name',
    'short_name',
    'hw_model',
    'firmware',
    'role',
    'last_lat',
    'last_long',
    'channel',
    'is_mqtt_gateway',
    'first_seen_us',
    'last_seen_us',
  ])
  assert.deepEqual(
    { ...node },
    {
      ...node,
      id: '!11111111',
      node_id: SENDER,
      long_name: 'Summit',
      short_name: 'SUM',
      hw_model: 'HELTEC_V3',
      firmware: null,
      role: 'ROUTER',
      is_mqtt_gateway: null,
      is_licensed: true,
      last_lat: null,
    },
  )
})

onBothEngines('nodes are filtered as 3.x does, and a node by any spelling', async (database, t) => {
  const { stage, get, setNow } = await setSite(database, t)
  await introduce(stage, SENDER, 1, { long_name: 'B', short_name: 'b', role: 'ROUTER' })
  await introduce(stage, GATEWAY, 2, { long_name: 'A', short_name: 'B', role: 'CLIENT' })
  const names = async (query: string) => {
    const { body } = await get(`/api/nodes?${query}`)
    return (body as { nodes: { long_name: string }[] }).nodes.map((node) => node.long_name)
  }
  assert.deepEqual(await names(''), ['A', 'B'], 'by short name, capitals first')
  assert.deepEqual(await names('role=router'), ['B'])
  assert.deepEqual(await names('node_id=!11111111'), ['B'])
  assert.deepEqual(await names('node_id=0x11111111'), ['B'])
  assert.deepEqual(await names(`node_id=${SENDER}`), ['B'])
  assert.deepEqual(await names('node_id=nonsense'), [], 'and not every node')
  assert.deepEqual(await names('gateway=true'), ['A'])
  assert.deepEqual(await names('days_active=soon'), ['A', 'B'], 'not a number: no filter')
  assert.deepEqual(await names('limit=1'), ['A'])
  setNow(NOW_US + 4 * 86_400_000_000)
  assert.deepEqual(await names('days_active=3'), [])
  assert.deepEqual(await names('days_active=5'), ['A', 'B'])
})

onBothEngines('nodes without a name are listed on request only', async (database, t) => {
  const { stage, get } = await setSite(database, t)
  await stage.hear({ data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') } })
  assert.deepEqual((await get('/api/nodes')).body, { nodes: [] })
  const { body } = await get('/api/nodes?all=true')
  const ids = (body as { nodes: { id: string }[] }).nodes.map((node) => node.id)
  assert.deepEqual(ids.sort(), ['!11111111', '!22222222'])
})

onBothEngines('names come out as they went in, whatever stands in them', async (database, t) => {
  const { stage, get } = await setSite(database, t)
  // The database writes this JSON, not JavaScript.
  const names = ['"quoted" \\ /slash', 'Вершина 🏔️ ñ', '\u2028 line', "it's 100 %", '{"a":1}']
  for (const [index, long_name] of names.entries()) {
    const user = { long_name, short_name: String(index), is_unmessagable: index === 0 }
    await introduce(stage, SENDER + index, index + 1, user)
  }
  const { body } = await get('/api/nodes')
  const { nodes } = body as { nodes: Record<string, unknown>[] }
  const told = await stage.db.all<{ long_name: string }>(
    'select long_name from node where long_name is not null order by short_name',
  )
  assert.deepEqual(
    nodes.map((node) => node.long_name),
    told.map((node) => node.long_name),
  )
  assert.equal(nodes.length, names.length)
  assert.deepEqual(nodes.map((node) => node.is_unmessagable).slice(0, 2), [true, false])
})
