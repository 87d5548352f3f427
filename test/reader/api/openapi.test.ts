import assert from 'node:assert/strict'
import { test } from 'node:test'
import Schema from 'typebox/schema'
import { saveWriterStatus } from '../../../src/db/write/bookkeeping.js'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { openEvents } from '../app/event-source.js'
import { setSite } from './site.js'

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

test('the reference page tells every documented endpoint, from our own origin', async (t) => {
  const { app, get } = await setSite(await sqliteDatabase(t), t)
  const { paths } = (await get('/api/openapi.json')).body as { paths: object }
  const page = await app.inject({ url: '/api', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 200)
  assert.match(String(page.headers['content-type']), /^text\/html/)
  for (const path of Object.keys(paths)) assert.ok(page.body.includes(`GET ${path}<`), path)
  assert.ok(page.body.includes('nodes[].long_name'))
  assert.doesNotMatch(page.body, /https?:\/\/(?!localhost)|undefined|\[object/)
  assert.equal((await app.inject({ url: '/api/' })).statusCode, 200)
})

test('what is answered fits what is described', async (t) => {
  const { app, stage, get } = await setSite(await sqliteDatabase(t), t)
  const user = encodePayload('User', { long_name: 'Summit', short_name: 'SUM', role: 'ROUTER' })
  await stage.hear({ packet: { id: 1 }, data: { portnum: PORT.NODEINFO, payload: user } })
  await stage.hear({ gateway_id: 'bridge', packet: { id: 2 }, encrypted: Buffer.from('0123456') })
  await stage.hear({
    packet: { id: 3, to: 0x33333333 },
    data: {
      portnum: PORT.TRACEROUTE,
      want_response: true,
      payload: encodePayload('RouteDiscovery', { route: [0x44444444], snr_towards: [20, 8] }),
    },
  })
  await saveWriterStatus(stage.db, {
    owner: 'test:1',
    version: '4.0.0',
    started_us: NOW_US,
    heartbeat_us: NOW_US + 50_000_000,
    connected: true,
    broker: 'test',
    connected_us: null,
    error: null,
    last_message_us: null,
    last_packet_key: 3,
  })
  const { paths } = (await get('/api/openapi.json')).body as {
    paths: Record<string, { get: Operation }>
  }
  const position = encodePayload('Position', { latitude_i: 470_000_000, longitude_i: 80_000_000 })
  await stage.hear({ packet: { id: 4 }, data: { portnum: PORT.POSITION, payload: position } })
  await stage.db.run(
    `insert into daily_snapshot
      (snapshot_date, node_count, packet_count, gateway_count, captured_at_us)
      values ('2026-11-19', 1, 2, 1, 1)`,
  )
  const urls: [path: string, url: string][] = [
    ['/api/snapshots/daily', '/api/snapshots/daily'],
    ['/api/node/{node_id}/qr', '/api/node/!11111111/qr'],
    ['/api/node/{node_id}/impersonation-check', '/api/node/1/impersonation-check'],
    ['/api/coverage/{node_id}', '/api/coverage/!11111111?step_km=5'],
    ['/api/coverage/{node_id}', '/api/coverage/!11111111?step_km=20&mode=heatmap'],
    ['/api/lang', '/api/lang'],
    ['/api/lang', '/api/lang?section=chat'],
    ['/health/live', '/health/live'],
    ['/api/nodes', '/api/nodes?all=true'],
    ['/api/packets', '/api/packets'],
    ['/api/packets', '/api/packets?order=asc&limit=1'],
    ['/api/packets', '/api/packets?packet_id=1'],
    ['/api/packets_seen/{packet_id}', '/api/packets_seen/2'],
    ['/api/traceroute/{packet_id}', '/api/traceroute/3'],
    ['/api/channels', '/api/channels'],
    ['/api/channels', '/api/channels?period_type=week'],
    ['/api/stats', '/api/stats?portnum=4'],
    ['/api/stats', '/api/stats?node=!11111111'],
    ['/api/stats/count', '/api/stats/count'],
    ['/api/stats/top', '/api/stats/top'],
    ['/api/edges', '/api/edges'],
    ['/api/config', '/api/config'],
    ['/api/status', '/api/status'],
    ['/api/malformed', '/api/malformed'],
    ['/health', '/health'],
    ['/version', '/version'],
  ]
  for (const [path, url] of urls) {
    const { status, body } = await get(url)
    assert.equal(status, 200, url)
    const { responses } = paths[path]?.get ?? { responses: {} }
    const schema = (responses['200'] ?? responses['2XX'])?.content?.['application/json']?.schema
    assert.ok(schema, `${path} describes no answer`)
    const [fits, errors] = Schema.Errors(schema, body)
    assert.ok(fits, `${url}: ${JSON.stringify(errors)}`)
  }
  // A stream does not end: what it carries is described in place of an answer.
  const events = await openEvents(
    `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/live?after=0`,
  )
  t.after(() => events.close())
  const { responses } = paths['/api/live']?.get ?? { responses: {} }
  const carried = responses['200']?.content?.['application/json']?.schema
  assert.ok(carried, '/api/live describes no answer')
  for (const { event, data } of await events.until(3)) {
    assert.equal(event, 'packet')
    const [fits, errors] = Schema.Errors(carried, data)
    assert.ok(fits, `/api/live: ${JSON.stringify(errors)}`)
  }
  const called = new Set(['/api/live', ...urls.map(([path]) => path)])
  assert.deepEqual(
    Object.keys(paths).filter((path) => !called.has(path)),
    [],
    'documented, but not called here',
  )
})
