import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { setSite } from '../api/site.js'

test('addresses of older versions lead to where the thing is now', async (t) => {
  const { stage, app } = await setSite(await sqliteDatabase(t), t, {
    ini: '[site]\nbase_path = /mesh',
  })
  const payload = encodePayload('User', { long_name: 'Summit', short_name: 'SUM' })
  await stage.hear({ packet: { id: 1 }, data: { portnum: PORT.NODEINFO, payload } })
  const leads: [from: string, to: string][] = [
    ['/packet_list/286331153', '/node/!11111111'],
    ['/packet_list/286331153?portnum=3', '/node/!11111111?portnum=3'],
    ['/uplinked_list/286331153', '/node/!11111111'],
    ['/packet_details/42', '/packet/42'],
    ['/node_search?q=Summit', '/node/!11111111'],
    ['/node_search?q=11%26x', '/nodelist?q=11%26x'],
    ['/node_match?q=!11111111', '/node/!11111111'],
    ['/node_search', '/nodelist'],
    ['/graph/power/286331153', '/node/!11111111'],
    ['/graph/network', '/nodegraph'],
    ['/static/kiosk.html', '/kiosk'],
    ['/static/map.html?lat=1.5&lng=-2&zoom=9&x=%22', '/map?lat=1.5&lng=-2&zoom=9&x=%22'],
    ['/static/api-chat.html', '/api'],
    ['/api-chat', '/api'],
    ['/node/1?from_node_id=286331153', '/node/!11111111'],
  ]
  for (const [from, to] of leads) {
    const answer = await app.inject({ url: from })
    assert.equal(answer.statusCode, 302, from)
    assert.equal(answer.headers.location, `/mesh${to}`, from)
  }
  for (const url of [
    '/packet_list/everybody',
    '/packet_details/..%2Fx',
    '/packet_list/%2F%2Fevil',
    '/static/..%2Fmap.html',
    '/static/constructor.html',
  ]) {
    assert.equal((await app.inject({ url })).statusCode, 404, url)
  }
})

test('documents are read by name, never by path', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  for (const url of ['/docs/api.md', '/docs/API.md']) {
    const answer = await app.inject({ url })
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['content-type'], 'text/markdown; charset=utf-8')
    assert.match(answer.body, /^# The HTTP API/)
  }
  const others = [
    '/docs/..%2fpackage.json',
    '/docs/..%2fREADME.md',
    '/docs/decisions%2findex.md',
    '/docs/%2fetc%2fpasswd',
    '/docs/images',
    '/docs/',
  ]
  for (const url of others) assert.equal((await app.inject({ url })).statusCode, 404, url)
})
