import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  saveState,
  saveWriterStatus,
  type WriterStatus,
} from '../../../src/db/write/bookkeeping.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { PUBLIC_DIR } from '../../../src/reader/assets.js'
import { onBothEngines, sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { setSite } from '../api/site.js'

const writer: WriterStatus = {
  owner: 'test:1',
  version: '4.0.0',
  started_us: NOW_US,
  heartbeat_us: NOW_US,
  connected: true,
  broker: 'built-in broker on port 1883',
  connected_us: NOW_US,
  error: null,
  last_message_us: null,
  last_packet_key: 0,
}

onBothEngines('health is about the writer too, and says what is wrong', async (database, t) => {
  const { stage, get, setNow } = await setSite(database, t)
  setNow(NOW_US + 5_000_000)
  const health = async (): Promise<Record<string, unknown>> => {
    const { status, body } = await get('/health')
    return { ...(body as object), code: status }
  }
  const none = await health()
  assert.equal(none.code, 503)
  assert.equal(none.status, 'unhealthy')
  assert.match(String(none.reason), /No writer/)

  await saveWriterStatus(stage.db, writer)
  const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') }
  await stage.hear({ data }, { time_us: NOW_US + 1_000_000 })
  const well = await health()
  assert.equal(well.code, 200)
  assert.equal(well.status, 'healthy')
  assert.equal(well.database, 'connected')
  assert.equal(well.seconds_since_last_message, 4)
  assert.equal(well.last_packet_age_seconds, 4)
  assert.ok(Number(well.database_size_bytes) > 0)
  assert.match(String(well.database_size), /^\d+\.\d\d (KB|MB)$/)
  assert.equal((well.writer as Record<string, unknown>).heartbeat_age_seconds, 5)

  await saveWriterStatus(stage.db, { ...writer, connected: false, error: 'connection refused' })
  await saveState(stage.db, { disconnected_us: NOW_US })
  assert.equal((await health()).code, 200, 'a broker that is restarted is away for a moment')
  await saveState(stage.db, { disconnected_us: NOW_US - 180_000_000 })
  const apart = await health()
  assert.equal(apart.code, 503)
  assert.match(String(apart.reason), /not been connected .* for 3 min: connection refused/)
  await saveState(stage.db, { disconnected_us: 0 })

  await saveWriterStatus(stage.db, writer)
  setNow(NOW_US + 45_000_000)
  const silent = await health()
  assert.equal(silent.status, 'unhealthy')
  assert.match(String(silent.reason), /no sign of life for 45 s/)
  assert.equal((await get('/health/live')).status, 200)
})

onBothEngines('the metrics can be read by Prometheus', async (database, t) => {
  const { app, stage } = await setSite(database, t)
  await saveWriterStatus(stage.db, writer)
  await stage.hear({ data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') } })
  const { body, headers } = await app.inject('/metrics')
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
  for (const line of body.trimEnd().split('\n')) {
    assert.match(line, /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"\})? -?[\d.e+-]+)$/)
  }
  assert.match(body, /^meshview_messages_total\{outcome="stored"\} 1$/m)
  assert.match(body, /^meshview_writer_connected 1$/m)
})

test('answers have a strict policy for scripts and no fingerprint of the program', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const { headers } = await app.inject('/api/config')
  const policy = String(headers['content-security-policy'])
  for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), part)
  }
  assert.ok(!policy.includes('unsafe'))
  assert.match(policy, /frame-ancestors 'self'/)
  assert.match(policy, /form-action 'self'/)
  assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
  // The addresses of a mesh's pages say what somebody looks at.
  assert.equal(headers['referrer-policy'], 'same-origin')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['x-powered-by'], undefined)
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(headers['strict-transport-security'], undefined)
})

test('an answer that has not changed is not sent again', async (t) => {
  const { app, stage } = await setSite(await sqliteDatabase(t), t)
  const hear = (id: number) =>
    stage.hear({ packet: { id }, data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('x') } })
  await hear(1)
  const first = await app.inject('/api/packets')
  const headers = { 'if-none-match': String(first.headers.etag) }
  const same = await app.inject({ url: '/api/packets', headers })
  assert.equal(same.statusCode, 304)
  assert.equal(same.body, '')
  await hear(2)
  assert.equal((await app.inject({ url: '/api/packets', headers })).statusCode, 200)
})

test('large answers are compressed for those who can read them', async (t) => {
  const { app, stage } = await setSite(await sqliteDatabase(t), t)
  for (let id = 1; id < 30; id++) {
    const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`word ${id}`) }
    await stage.hear({ packet: { id }, data })
  }
  const plain = await app.inject('/api/packets')
  const small = await app.inject({
    url: '/api/packets',
    headers: { 'accept-encoding': 'gzip, br' },
  })
  assert.equal(small.headers['content-encoding'], 'br')
  assert.ok(small.rawPayload.length < plain.rawPayload.length / 4)
  assert.equal(brotliDecompressSync(small.rawPayload).toString(), plain.body)
})

test('a page is compressed as its visitor can read it, and caches are told', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const ask = (accepted: string) =>
    app.inject({ url: '/about', headers: { 'accept-encoding': accepted } })
  const plain = await app.inject('/about')
  assert.equal(plain.headers['content-encoding'], undefined)
  // Once more, when what was compressed for the first is given again.
  for (const [accepted, encoding] of [
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
  ] as const) {
    const { headers, rawPayload } = await ask(accepted)
    assert.equal(headers['content-encoding'], encoding)
    assert.match(String(headers.vary), /Accept-Language, Cookie, accept-encoding/i)
    const read = encoding === 'br' ? brotliDecompressSync : gunzipSync
    assert.equal(read(rawPayload).toString(), plain.body)
  }
  assert.equal((await ask('identity')).headers['content-encoding'], undefined)
})

test('downloads are compressed, as a whole or while they are written', async (t) => {
  const { app, stage } = await setSite(await sqliteDatabase(t), t)
  for (let id = 1; id < 30; id++) {
    const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`word ${id}`) }
    await stage.hear({ packet: { id }, data })
  }
  const ask = (headers: Record<string, string>) => app.inject({ url: '/firehose.csv', headers })
  const plain = await ask({})
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.body.trim().split('\n').length, 30)
  const small = await ask({ 'accept-encoding': 'gzip, deflate' })
  assert.equal(small.headers['content-encoding'], 'gzip')
  assert.match(String(small.headers['content-type']), /^text\/csv/)
  assert.equal(gunzipSync(small.rawPayload).toString(), plain.body)
  assert.equal(plain.headers['content-length'], String(plain.rawPayload.length))

  // More than is gathered for an answer as a whole.
  await stage.db.run(
    `with recursive each (id) as (select 1 union all select id + 1 from each where id < 6000)
      insert into node (node_id, long_name, first_seen_us, last_seen_us)
        select 1000 + id, printf('node %04d of a very long list of nodes', id), ?, ? from each`,
    [NOW_US, NOW_US],
  )
  const nodes = { url: '/nodelist.csv?q=long+list' }
  const long = await app.inject(nodes)
  assert.equal(long.headers['content-length'], undefined)
  const names = long.body.split('\r\n').map((line) => line.split(',')[1])
  assert.equal(names.length, 6002)
  assert.equal(names[1], 'node 0001 of a very long list of nodes')
  assert.equal(names[6000], 'node 6000 of a very long list of nodes')
  assert.equal(new Set(names).size, 6002)
  const packed = await app.inject({ ...nodes, headers: { 'accept-encoding': 'gzip' } })
  assert.equal(gunzipSync(packed.rawPayload).toString(), long.body)
})

test('scripts, styles and outlines come as the build compressed them', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const made = JSON.parse(readFileSync(`${PUBLIC_DIR}dist/manifest.json`, 'utf8'))
  // The next build has another one under this name.
  const names = await app.inject('/dist/manifest.json')
  assert.equal(names.headers['cache-control'], 'public, max-age=3600')
  for (const file of [made['map.js'], made['site.css'], `${made.outline}/0-0-0.bin`]) {
    const ask = (accepted: string) =>
      app.inject({ url: `/dist/${file}`, headers: { 'accept-encoding': accepted } })
    const plain = await ask('identity')
    assert.equal(plain.headers['content-encoding'], undefined, file)
    for (const [accepted, encoding, read] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
    ] as const) {
      const { headers, rawPayload } = await ask(accepted)
      assert.equal(headers['content-encoding'], encoding, file)
      assert.match(String(headers.vary), /accept-encoding/i)
      assert.match(String(headers['cache-control']), /immutable/)
      assert.ok(rawPayload.length < plain.rawPayload.length, `${file} is smaller`)
      assert.ok(read(rawPayload).equals(plain.rawPayload), `${file} is the same`)
    }
  }
})

test('a program gets its errors as JSON, a browser as a page', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const json = await app.inject('/api/nothing')
  assert.equal(json.statusCode, 404)
  assert.ok(json.json().error)
  const page = await app.inject({ url: '/nothing', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 404)
  assert.match(String(page.headers['content-type']), /^text\/html/)
  const post = await app.inject({ method: 'POST', url: '/api/nodes', payload: { a: 1 } })
  assert.equal(post.statusCode, 404)
  const unreadable = await app.inject({ url: '/%ff', headers: { accept: 'text/html' } })
  assert.equal(unreadable.statusCode, 404)
  assert.match(unreadable.body, /There is nothing at this address/)
  assert.match(String(unreadable.headers['content-security-policy']), /script-src 'self'/)
  assert.deepEqual((await app.inject('/api/%ff')).json(), json.json())
  const long = await app.inject(`/api/packets_seen/${'9'.repeat(300)}`)
  assert.deepEqual(long.json(), { error: 'Invalid or missing packet_id' })
})

test('a failure of ours keeps its reason to the log', async (t) => {
  const { app, context, stage } = await setSite(await sqliteDatabase(t), t)
  for (const table of ['node', 'packet']) await stage.db.run(`drop table ${table}`)
  const nodes = await app.inject('/api/nodes')
  assert.equal(nodes.statusCode, 500)
  assert.deepEqual(nodes.json(), { error: 'Failed to fetch nodes' })
  const packets = await app.inject('/api/packets')
  assert.deepEqual(packets.json(), { error: 'Failed to fetch packets' })
  await context.db.close()
  assert.equal((await app.inject('/api/nodes')).statusCode, 503)
  const health = await app.inject('/health')
  assert.equal(health.statusCode, 503)
  assert.equal(health.json().database, 'disconnected')
})

onBothEngines('addresses that no program sends are refused without a fault', async (db, t) => {
  const { app, stage } = await setSite(db, t)
  await stage.hear({ data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') } })
  const urls = [
    '/api/packets?limit=1&limit=2',
    '/api/packets?node_id[]=1',
    '/api/packets_seen/99999999999999999999',
    '/api/packets_seen/-1',
    `/api/packets?contains=${'%25'.repeat(2000)}`,
    '/api/packets?portnum=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17',
    '/api/traceroute/%00',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/dist/../../package.json',
    '/api/nodes?__proto__=1&constructor=2',
    '/api/packets?portnum=99999999999',
    '/api/packets?portnum=-1&since=-9007199254740991',
    '/api/packets?channel=%00&contains=%00',
    '/api/packets?contains=%ff%fe',
    '/api/stats?portnum=99999999999&length=-9007199254740991',
    '/api/stats/count?packet_id=9007199254740991',
    '/api/packets_seen/9007199254740991',
    '/api/nodes?limit=9007199254740991&since=-9007199254740991&days_active=-99999999',
    '/api/packets?since=1e999&before=-1&after=-9',
    '/api/stats/top?offset=99999999999999999',
    '/%',
    '/api/live?portnum=everything&node_id=none',
  ]
  for (const url of urls) {
    const { statusCode, body } = await app.inject(url)
    assert.ok(statusCode < 500, `${url} ${statusCode} ${body}`)
    assert.ok(!body.includes('"dependencies"') && !body.includes('root:'), url)
  }
})

test('the site works under a sub-path, whether the proxy takes it away or not', async (t) => {
  const ini = '[site]\nbase_path = /meshview\n'
  const { app } = await setSite(await sqliteDatabase(t), t, { ini })
  for (const url of ['/meshview/version', '/version']) {
    assert.equal((await app.inject(url)).statusCode, 200, url)
  }
  assert.equal((await app.inject('/meshviewer/version')).statusCode, 404)
})

test('the configuration that clients see has the types of 3.x and no secret', async (t) => {
  const ini =
    '[site]\ntitle = Bay\nmap = false\n[mqtt]\nserver = broker.example\npassword = hush-hush\n'
  const { get } = await setSite(await sqliteDatabase(t), t, { ini })
  const { body } = await get('/api/config')
  const { site, mqtt, cleanup } = body as Record<string, Record<string, unknown>>
  assert.equal(site?.title, 'Bay')
  assert.equal(site?.map, 'false')
  assert.equal(site?.map_top_left_lat, 39)
  assert.equal(site?.firehose_interval, 3)
  assert.deepEqual(mqtt, { server: 'broker.example', topics: ['msh/#'] })
  assert.deepEqual(Object.keys(cleanup ?? {}), [
    'enabled',
    'days_to_keep',
    'hour',
    'minute',
    'vacuum',
  ])
  assert.equal(cleanup?.hour, '2')
  assert.ok(!JSON.stringify(body).includes('hush'))
})

test('the OpenAPI document names every endpoint', async (t) => {
  const { get } = await setSite(await sqliteDatabase(t), t)
  const { body } = await get('/api/openapi.json')
  const { openapi, paths } = body as { openapi: string; paths: object }
  assert.equal(openapi, '3.1.0')
  assert.deepEqual(Object.keys(paths).sort(), [
    '/api/channels',
    '/api/config',
    '/api/coverage/{node_id}',
    '/api/edges',
    '/api/lang',
    '/api/live',
    '/api/malformed',
    '/api/node/{node_id}/impersonation-check',
    '/api/node/{node_id}/qr',
    '/api/nodes',
    '/api/packets',
    '/api/packets_seen/{packet_id}',
    '/api/snapshots/daily',
    '/api/stats',
    '/api/stats/count',
    '/api/stats/top',
    '/api/status',
    '/api/traceroute/{packet_id}',
    '/health',
    '/health/live',
    '/version',
  ])
})

test('a flood of requests from one address is refused, from this machine it is not', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const ask = (remoteAddress: string) => app.inject({ url: '/version', remoteAddress })
  const codes = new Map<number, number>()
  for (let i = 0; i < 3010; i++) {
    const { statusCode } = await ask('192.0.2.1')
    codes.set(statusCode, (codes.get(statusCode) ?? 0) + 1)
  }
  assert.deepEqual(Object.fromEntries(codes), { 200: 3000, 429: 10 })
  const refused = await ask('192.0.2.1')
  assert.match(refused.json().error, /Rate limit exceeded/)
  assert.ok(refused.headers['retry-after'])
  assert.equal((await ask('192.0.2.2')).statusCode, 200)
  // A proxy beside it brings all of its visitors under one address.
  for (let i = 0; i < 3010; i++) assert.equal((await ask('127.0.0.1')).statusCode, 200)
})

test('nobody is kept on the line who asks for the headers of a stream', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  assert.equal((await app.inject({ method: 'HEAD', url: '/api/live' })).statusCode, 404)
  assert.equal((await app.inject({ method: 'HEAD', url: '/api/nodes' })).statusCode, 200)
})
