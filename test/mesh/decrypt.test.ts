import assert from 'node:assert/strict'
import { createCipheriv } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ChannelKey } from '../../src/mesh/cipher.js'
import { KeyRing } from '../../src/mesh/decrypt.js'
import { encodeEnvelope, encodePayload, type PacketHeader } from '../../src/mesh/encode.js'
import { decodeEnvelope, type MeshPacket } from '../../src/mesh/envelope.js'
import { channelHash, DEFAULT_KEY, expandKey } from '../../src/mesh/keys.js'

const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
const LONG_SECRET = Buffer.concat([SECRET, SECRET])

interface Sent {
  channel_id?: string
  key?: Buffer
  header?: PacketHeader
  portnum?: number
  payload?: Buffer
  encrypted?: Buffer
}

function packetOf(sent: Sent): MeshPacket {
  const { channel_id = 'LongFast', key = DEFAULT_KEY, header, encrypted } = sent
  const data = { portnum: sent.portnum ?? 1, payload: sent.payload ?? Buffer.from('hello') }
  const packet = { from: 11, to: 0xffffffff, id: 22, ...header }
  return decodeEnvelope(encodeEnvelope({ channel_id, gateway_id: 1, packet, data, key, encrypted }))
    .packet
}

describe('channel keys', () => {
  it('of one byte are the default key, raised', () => {
    assert.deepEqual(expandKey('AQ=='), DEFAULT_KEY)
    assert.equal(expandKey('Ag==')?.[15], 2)
    assert.deepEqual(expandKey('Ag==')?.subarray(0, 15), DEFAULT_KEY.subarray(0, 15))
    assert.equal(DEFAULT_KEY.toString('base64'), '1PG7OiApB1nwvP+rz05pAQ==')
  })

  it('of no bytes, or the byte 0, encrypt nothing', () => {
    assert.equal(expandKey('')?.length, 0)
    assert.equal(expandKey('AA==')?.length, 0)
  })

  it('of 16 and 32 bytes are taken as they are, others filled up as firmware does', () => {
    assert.deepEqual(expandKey(SECRET.toString('base64')), SECRET)
    assert.deepEqual(expandKey(LONG_SECRET.toString('base64url')), LONG_SECRET)
    assert.equal(expandKey(Buffer.alloc(5, 1).toString('base64'))?.length, 16)
    assert.equal(expandKey(Buffer.alloc(20, 1).toString('base64'))?.length, 32)
  })

  it('that are no Base64, or too long, are refused', () => {
    for (const text of ['not a key', 'A', 'A===', '!!!!', Buffer.alloc(33).toString('base64')]) {
      assert.equal(expandKey(text), null, text)
    }
  })

  it('make the channel hash with the name', () => {
    assert.equal(channelHash('LongFast', DEFAULT_KEY), 8)
    assert.equal(channelHash('', Buffer.alloc(0)), 0)
  })

  it('encrypt exactly as AES in counter mode', () => {
    const keys = fc.constantFrom(SECRET, LONG_SECRET)
    const u32 = fc.nat(0xffffffff)
    fc.assert(
      fc.property(keys, u32, u32, fc.uint8Array({ maxLength: 600 }), (key, from, id, plain) => {
        const nonce = Buffer.alloc(16)
        nonce.writeUInt32LE(id, 0)
        nonce.writeUInt32LE(from, 8)
        const cipher = createCipheriv(key.length === 16 ? 'aes-128-ctr' : 'aes-256-ctr', key, nonce)
        assert.deepEqual(new ChannelKey(key).apply({ from, id }, plain), cipher.update(plain))
      }),
    )
  })

  it('of other lengths are refused by the key ring', () => {
    assert.throws(() => new KeyRing([Buffer.alloc(8)]), /0, 16 or 32 bytes, not 8/)
  })
})

describe('the key ring', () => {
  it('opens a packet from the air', () => {
    const packet = packetOf({
      header: { from: 2714925544, id: 2453211154, channel: 8 },
      encrypted: Buffer.from('8d537073df7a9d6bd9cba83e2285780c21', 'hex'),
    })
    const opened = new KeyRing([DEFAULT_KEY]).decrypt(packet, 'LongFast')
    assert.equal(opened?.data.portnum, 1)
    assert.equal(opened?.data.payload.toString(), 'Saturday test')
    assert.equal(opened?.bytes.toString('hex'), '0801120d53617475726461792074657374')
  })

  it('finds the key among several, for any content', () => {
    const ring = new KeyRing([DEFAULT_KEY, SECRET, LONG_SECRET])
    const keys = fc.constantFrom(DEFAULT_KEY, SECRET, LONG_SECRET)
    fc.assert(
      fc.property(
        keys,
        fc.string(),
        fc.nat(0xffffffff),
        fc.nat(0xffffffff),
        (key, text, from, id) => {
          const payload = Buffer.from(text)
          const packet = packetOf({ channel_id: 'Club', key, payload, header: { from, id } })
          const opened = ring.decrypt(packet, 'Club')
          assert.equal(opened?.data.portnum, 1)
          assert.deepEqual(opened?.data.payload, payload)
        },
      ),
    )
  })

  it('does not try a key whose hash is not the one of the packet', () => {
    const packet = packetOf({ channel_id: 'Club' })
    const ring = new KeyRing([DEFAULT_KEY])
    assert.ok(ring.decrypt(packet, 'Club'))
    assert.equal(ring.decrypt(packet, 'Clubs'), null)
  })

  it('tries every key when the header names no hash', () => {
    const packet = packetOf({ channel_id: 'Club', key: SECRET, header: { channel: 0 } })
    assert.ok(new KeyRing([DEFAULT_KEY, SECRET]).decrypt(packet, 'whatever'))
  })

  it('knows the names of the presets in other case, and unsaid', () => {
    const packet = packetOf({ channel_id: 'MediumSlow' })
    const ring = new KeyRing([DEFAULT_KEY])
    assert.ok(ring.decrypt(packet, 'mediumslow'))
    assert.ok(ring.decrypt(packet, ''))
  })

  it('reads channels without encryption when told to', () => {
    const none = Buffer.alloc(0)
    const packet = packetOf({ channel_id: 'Ham', key: none })
    assert.ok(new KeyRing([DEFAULT_KEY, none]).decrypt(packet, 'Ham'))
    assert.equal(new KeyRing([DEFAULT_KEY]).decrypt(packet, 'Ham'), null)
  })

  it('leaves messages under public keys alone', () => {
    const ring = new KeyRing([DEFAULT_KEY])
    assert.equal(ring.decrypt(packetOf({ header: { pki_encrypted: true } }), 'LongFast'), null)
    assert.equal(ring.decrypt(packetOf({ header: { channel: 0 } }), 'PKI'), null)
  })

  it('believes no port that does not exist and no payload that cannot be read', () => {
    const ring = new KeyRing([DEFAULT_KEY])
    assert.equal(ring.decrypt(packetOf({ portnum: 200 }), 'LongFast'), null)
    assert.equal(
      ring.decrypt(packetOf({ portnum: 3, payload: Buffer.from([0x0d]) }), 'LongFast'),
      null,
    )
    assert.ok(ring.decrypt(packetOf({ portnum: 300 }), 'LongFast'))
    const position = encodePayload('Position', { latitude_i: 1 })
    assert.ok(ring.decrypt(packetOf({ portnum: 3, payload: position }), 'LongFast'))
  })

  it('makes nothing of noise, not even where the hash allows every key', () => {
    const ring = new KeyRing([DEFAULT_KEY, SECRET, LONG_SECRET])
    let believed = 0
    const noise = fc.uint8Array({ minLength: 6, maxLength: 60 })
    fc.assert(
      fc.property(noise, fc.nat(0xffffffff), (encrypted, id) => {
        const packet = packetOf({ header: { id, channel: 0 }, encrypted: Buffer.from(encrypted) })
        if (ring.decrypt(packet, 'LongFast') !== null) believed += 1
      }),
      { numRuns: 2000, seed: 7 },
    )
    assert.ok(believed <= 1, `${believed} of 15,000 wrong decryptions were believed`)
  })

  it('does not grow with the number of channel names', () => {
    const ring = new KeyRing([DEFAULT_KEY])
    const packet = packetOf({})
    for (let index = 0; index < 2500; index += 1) ring.decrypt(packet, `Channel ${index}`)
    assert.ok(ring.decrypt(packet, 'LongFast'))
  })

  it('opens no packet that is empty, clear or longer than any radio sends', () => {
    const ring = new KeyRing([DEFAULT_KEY])
    const header = { channel: 8 }
    assert.equal(ring.decrypt(packetOf({ header, encrypted: Buffer.alloc(0) }), 'LongFast'), null)
    assert.equal(
      ring.decrypt(packetOf({ header, encrypted: Buffer.alloc(9999) }), 'LongFast'),
      null,
    )
  })
})
