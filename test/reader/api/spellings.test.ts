import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { GATEWAY, SENDER } from '../../writer/stage.js'
import { setSite } from './site.js'

/** Every place that takes a node: `@` stands for it. */
const places = [
  '/api/nodes?node_id=@',
  '/api/packets?node_id=@',
  '/api/packets?from_node_id=@',
  '/api/packets?to_node_id=@',
  '/api/packets?packet_id=1&from_node_id=@',
  '/api/packets_seen/1?from_node_id=@',
  '/api/traceroute/3?from_node_id=@',
  '/api/stats?from_node=@',
  '/api/stats?to_node=@',
  '/api/stats?node=@',
  '/api/stats/count?from_node=@',
  '/api/stats/count?to_node=@',
  '/api/edges?node_id=@',
  '/api/node/@/qr',
  '/api/node/@/impersonation-check',
  '/api/coverage/@?step_km=20',
  '/node/@',
  '/node/1?from_node_id=@',
  '/packet_list/@',
  '/uplinked_list/@',
  '/graph/power/@',
  '/node_search?q=@',
  '/firehose?node_id=@',
  '/firehose.csv?node_id=@',
  '/traceroutes?node_id=@',
  '/node/@/positions.csv',
  '/node/@/qr.svg',
  '/map?node=@',
]

test('a node is the same in decimal, as 0x… and as !…, wherever one is named', async (t) => {
  const { stage, app } = await setSite(await sqliteDatabase(t), t)
  const user = encodePayload('User', { long_name: 'Summit', short_name: 'SUM' })
  const place = encodePayload('Position', { latitude_i: 370_000_000, longitude_i: 80_000_000 })
  const route = encodePayload('RouteDiscovery', { route: [0x44444444], snr_towards: [20, 8] })
  await stage.hear({ packet: { id: 1 }, data: { portnum: PORT.NODEINFO, payload: user } })
  await stage.hear({ packet: { id: 2 }, data: { portnum: PORT.POSITION, payload: place } })
  await stage.hear({
    packet: { id: 3, to: GATEWAY },
    data: { portnum: PORT.TRACEROUTE, want_response: true, payload: route },
  })
  await stage.hear({
    packet: { id: 4, from: GATEWAY, to: SENDER },
    data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('to one') },
  })
  const ask = async (place: string, node: string) => {
    const url = place.replace('@', node)
    const { statusCode, headers, body } = await app.inject({ url, headers: { accept: '*/*' } })
    // A page may show the words of its own form and address.
    const text = body.replaceAll(node, '@').replaceAll(encodeURIComponent(node), '@')
    return { statusCode, location: headers.location?.replace(node, '@'), text }
  }
  for (const place of places) {
    const expected = await ask(place, '!11111111')
    assert.ok([200, 302].includes(expected.statusCode), `${place}: ${expected.statusCode}`)
    for (const node of [String(SENDER), '0x11111111', '!11111111'.toUpperCase()]) {
      const found = await ask(place, node)
      assert.equal(found.statusCode, expected.statusCode, `${place} ${node}`)
      if (place.startsWith('/api/')) {
        const same = (text: string) =>
          text.replaceAll('!11111111', '@').replaceAll(String(SENDER), '@')
        assert.equal(same(found.text), same(expected.text), `${place} ${node}`)
      }
    }
  }
  for (const node of ['nobody', '!123456789', '4294967296', '-1', '0x', '!']) {
    for (const place of places.filter((each) =>
      /^\/api\/(packets\?|stats|edges|node\/|coverage)/.test(each),
    )) {
      const { statusCode } = await ask(place, node)
      assert.equal(statusCode, 400, `${place} ${node}`)
    }
  }
})
