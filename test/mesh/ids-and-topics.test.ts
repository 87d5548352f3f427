import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  defaultShortName,
  formatNodeId,
  parseGatewayId,
  parseNodeId,
  readNodeId,
  relayByte,
} from '../../src/mesh/node-id.js'
import { parseTopic } from '../../src/mesh/topic.js'

describe('node ids', () => {
  it('are read in decimal, with 0x and with !', () => {
    assert.equal(parseNodeId('2714925544'), 2714925544)
    assert.equal(parseNodeId('0xA1D25DE8'), 0xa1d25de8)
    assert.equal(parseNodeId('!a1d25de8'), 0xa1d25de8)
    assert.equal(parseNodeId(' !1 '), 1)
    assert.equal(parseNodeId('0'), 0)
    assert.equal(parseNodeId('4294967295'), 0xffffffff)
  })

  it('are named by their last byte in headers, which is never 0', () => {
    assert.equal(relayByte(0xa1d25de8), 0xe8)
    assert.equal(relayByte(0xffffff00), 0xff)
    assert.equal(relayByte(0xa1d25dff), 0xff)
  })

  it('may lack their ! where a person names one; eight decimal digits are decimal', () => {
    assert.equal(readNodeId('a1d25de8'), 0xa1d25de8)
    assert.equal(readNodeId('12345678'), 12345678)
    assert.equal(readNodeId('!12345678'), 0x12345678)
    for (const text of ['a1d25de', 'a1d25de8f', 'gateway!', ''])
      assert.equal(readNodeId(text), null)
  })

  it('are refused when they are no unsigned 32-bit number', () => {
    for (const text of [
      '',
      '!',
      '0x',
      '4294967296',
      '-1',
      '1.5',
      '!123456789',
      'a1d25de8',
      '1e3',
    ]) {
      assert.equal(parseNodeId(text), null, text)
    }
  })

  it('come back from every way of writing them', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (node_id) => {
        assert.equal(parseNodeId(formatNodeId(node_id)), node_id)
        assert.equal(parseNodeId(String(node_id)), node_id)
        assert.equal(parseNodeId(`0x${node_id.toString(16)}`), node_id)
        assert.equal(formatNodeId(node_id).length, 9)
      }),
    )
  })

  it('of gateways are only those that firmware writes, never the digits of a name', () => {
    assert.equal(parseGatewayId('!0ABCDEF0'), 0x0abcdef0)
    for (const text of ['bridge-1', '!', '12345678', '!123456789', '!xyz', '']) {
      assert.equal(parseGatewayId(text), null, text)
    }
  })

  it('have a short name of four digits', () => {
    assert.equal(defaultShortName(0x0abc00f1), '00f1')
  })
})

describe('topics', () => {
  it('of encrypted envelopes tell root, channel and gateway', () => {
    assert.deepEqual(parseTopic('msh/US/bayarea/2/e/LongFast/!a1d25de8'), {
      root: 'msh/US/bayarea',
      kind: 'e',
      channel: 'LongFast',
      gateway: '!a1d25de8',
    })
    assert.equal(parseTopic('msh/2/c/LongFast/!1').kind, 'c')
    assert.equal(parseTopic('msh/2/json/LongFast/!1').kind, 'json')
  })

  it('of map reports and states have no channel', () => {
    assert.deepEqual(parseTopic('msh/EU_868/2/map/'), {
      root: 'msh/EU_868',
      kind: 'map',
      channel: null,
      gateway: null,
    })
    assert.equal(parseTopic('msh/2/stat/!1').gateway, '!1')
  })

  it('may hold a 2 in the root', () => {
    assert.equal(parseTopic('msh/2/e/2/e/Chan/!1').root, 'msh/2/e')
  })

  it('of another shape are kept whole', () => {
    for (const topic of ['', '/', 'msh', '2/e/a/b', 'msh/2', 'msh/3/e/a/b', 'msh/2/x/a/b']) {
      assert.deepEqual(parseTopic(topic), {
        root: topic,
        kind: 'other',
        channel: null,
        gateway: null,
      })
    }
  })

  it('never fail, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), (topic) => assert.equal(typeof parseTopic(topic).root, 'string')),
    )
  })
})
