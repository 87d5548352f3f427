import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { incomingType } from '../../../src/mesh/proto.js'
import { onBothEngines } from '../../migrate/databases.js'
import { SENDER, type Stage } from '../../writer/stage.js'
import { setSite } from './site.js'

const KEY = Buffer.alloc(32, 0xa1)

async function introduce(stage: Stage, id: number, public_key: Buffer, time_us?: number) {
  const payload = encodePayload('User', {
    id: '!11111111',
    long_name: 'Süd <b>',
    short_name: '🏔',
    hw_model: 'HELTEC_V3',
    role: 'ROUTER',
    public_key,
  })
  const data = { portnum: PORT.NODEINFO, payload }
  await stage.hear({ packet: { id }, data }, time_us === undefined ? {} : { time_us })
}

onBothEngines('a contact carries role and public key', async (database, t) => {
  const { stage, get } = await setSite(database, t)
  await introduce(stage, 1, KEY)
  for (const id of [String(SENDER), '0x11111111', '!11111111']) {
    const { status, body } = await get(`/api/node/${id}/qr`)
    assert.equal(status, 200)
    const { meshtastic_url, ...rest } = body as Record<string, string>
    assert.deepEqual(rest, {
      node_id: SENDER,
      long_name: 'Süd <b>',
      short_name: '🏔',
      role: 'ROUTER',
      public_key: KEY.toString('hex'),
    })
    const [page, encoded = ''] = (meshtastic_url ?? '').split('#')
    assert.equal(page, 'https://meshtastic.org/v/')
    assert.match(encoded, /^[\w-]+$/)
    const type = incomingType('SharedContact')
    const contact = type.toObject(type.decode(Buffer.from(encoded, 'base64url')), { enums: String })
    assert.equal(contact.node_num, SENDER)
    assert.equal(contact.user.role, 'ROUTER')
    assert.equal(contact.user.hw_model, 'HELTEC_V3')
    assert.equal(Buffer.from(contact.user.long_name).toString(), 'Süd <b>')
    assert.deepEqual(Buffer.from(contact.user.public_key), KEY)
  }
  assert.deepEqual(await get('/api/node/0x99/qr'), {
    status: 404,
    body: { error: 'Node not found' },
  })
  assert.deepEqual(await get('/api/node/nobody/qr'), {
    status: 400,
    body: { error: 'Invalid node_id' },
  })
})

onBothEngines('several keys for one node are told with their history', async (database, t) => {
  const { stage, get } = await setSite(database, t)
  const check = async () =>
    (await get('/api/node/!11111111/impersonation-check')).body as Record<string, unknown>
  assert.deepEqual(await check(), {
    node_id: SENDER,
    unique_public_key_count: 0,
    potential_impersonation: false,
    public_keys: [],
    warning: null,
    keys: [],
  })
  for (let n = 1; n <= 4; n++) await introduce(stage, n, Buffer.alloc(32, n))
  const { public_keys, keys, warning, ...rest } = await check()
  assert.deepEqual(rest, {
    node_id: SENDER,
    unique_public_key_count: 4,
    potential_impersonation: true,
  })
  const hex = (n: number) => Buffer.alloc(32, n).toString('hex')
  assert.deepEqual(public_keys, [hex(4), hex(3), hex(2), '...'])
  assert.match(String(warning), /4 different public keys/)
  const [newest] = keys as Record<string, unknown>[]
  assert.equal(newest?.public_key, hex(4))
  assert.equal(newest?.public_key_base64, Buffer.alloc(32, 4).toString('base64'))
  assert.equal(newest?.first_seen_us, newest?.last_seen_us)
  assert.equal((await get('/api/node/!zz/impersonation-check')).status, 400)
})
