import { encodeEnvelope } from '../../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../../src/mesh/keys.js'
import { PORT, PORTS } from '../../../src/mesh/portnums.js'
import { type Item, type Sent, times, words } from './item.js'

const TOPIC = 'msh/US/2/e/LongFast/!00000007'
const hello = { data: words('hello') }

const whole = encodeEnvelope({
  channel_id: 'LongFast',
  gateway_id: 7,
  packet: { from: 0x5000ffff, to: 0xffffffff, id: 7 },
  data: words('a text that is cut off'),
  key: DEFAULT_KEY,
})

/** Bytes, envelopes and their headers. */
export const envelopes: Item[] = [
  {
    name: 'random bytes',
    sends: () => [{ topic: TOPIC, bytes: Buffer.from('f3a1009c77e2b5d6ff0102', 'hex') }],
    becomes: ['malformed not-an-envelope'],
  },
  {
    name: 'truncated bytes',
    sends: () => [
      { topic: TOPIC, bytes: whole.subarray(0, 20) },
      { topic: TOPIC, bytes: whole.subarray(0, whole.length - 3) },
    ],
    becomes: ['malformed not-an-envelope', 'malformed not-an-envelope'],
  },
  {
    name: 'an empty payload',
    sends: () => [{ topic: TOPIC, bytes: Buffer.alloc(0) }],
    becomes: ['malformed no-packet'],
  },
  {
    name: 'a payload of 1 MB',
    sends: () => [{ topic: TOPIC, bytes: Buffer.alloc(1_000_000, 1) }],
    becomes: ['malformed too-long'],
  },
  {
    name: 'an envelope without packet',
    // Field 2, channel_id, alone.
    sends: () => [{ topic: TOPIC, bytes: Buffer.from('\x12\x08LongFast', 'latin1') }],
    becomes: ['malformed no-packet'],
  },
  {
    name: 'a packet without content',
    sends: () => [{ data: undefined, key: undefined }],
    becomes: ['malformed empty-packet'],
    rows: { packet: null },
  },
  {
    name: 'content that is no Data message',
    sends: (id, from) => {
      const bytes = encodeEnvelope({
        channel_id: 'x',
        gateway_id: 7,
        packet: { from, to: 1, id },
        data: words('x'.repeat(30)),
      })
      // The text becomes the bytes of a field that ends nowhere.
      return [{ topic: TOPIC, bytes: Buffer.from(bytes.fill(0xff, bytes.indexOf('xxx'))) }]
    },
    becomes: ['malformed not-an-envelope'],
    rows: { packet: null },
  },
  {
    name: 'a packet from node 0',
    sends: () => [{ ...hello, packet: { from: 0 } }],
    becomes: ['malformed bad-sender'],
  },
  {
    name: 'a packet from node 0xffffffff',
    sends: () => [{ ...hello, packet: { from: 0xffffffff } }],
    becomes: ['malformed bad-sender'],
  },
  {
    name: 'a packet to node 0',
    sends: () => [{ ...hello, packet: { to: 0 } }],
    becomes: ['stored'],
    rows: { packet: { to_node_id: 0 } },
  },
  {
    name: 'packet id 0, twice with the same content, once with another',
    sends: () => [
      { ...hello, packet: { id: 0 } },
      { ...hello, packet: { id: 0 }, gateway_id: 0x99 },
      { data: words('another'), packet: { id: 0 } },
    ],
    becomes: ['stored', 'stored', 'stored'],
    counts: { packet: 2 },
  },
  {
    name: 'packet id 0xffffffff',
    sends: () => [{ ...hello, packet: { id: 0xffffffff } }],
    becomes: ['stored'],
    counts: { packet: 1 },
    pages: () => [`/packet/${0xffffffff}`],
  },
  {
    name: 'a ciphertext under an unknown key',
    sends: () => [{ encrypted: Buffer.alloc(64, 9) }],
    becomes: ['encrypted'],
    rows: { packet: { encrypted: 1, portnum: 0, pki_encrypted: 0 } },
  },
  {
    name: 'an empty ciphertext',
    sends: () => [{ encrypted: Buffer.alloc(0) }],
    becomes: ['encrypted'],
    rows: { packet: { encrypted: 1, portnum: 0 } },
  },
  {
    name: 'a direct message under public keys',
    sends: () => [
      {
        channel_id: 'PKI',
        encrypted: Buffer.alloc(40, 3),
        packet: { pki_encrypted: true, to: 0x77 },
      },
    ],
    becomes: ['encrypted'],
    rows: { packet: { encrypted: 1, pki_encrypted: 1, to_node_id: 0x77 }, text_message: null },
  },
  {
    name: 'the same id from two senders',
    sends: (_id, from) => [hello, { ...hello, packet: { from: from + 0x1000000 } }],
    becomes: ['stored', 'stored'],
    counts: { packet: 1, reception: 1 },
  },
  {
    name: '20 identical copies',
    sends: () => times(20, () => ({ ...hello, packet: { rx_time: 1_795_000_000 } })),
    becomes: ['stored', ...times(19, () => 'duplicate')],
    counts: { packet: 1, reception: 1 },
  },
  {
    name: 'a retained message, which the broker sends again at every start',
    sends: () => {
      const retained = { ...hello, packet: { rx_time: 1_795_000_000 } }
      return [retained, 'restart', retained, 'restart', retained]
    },
    becomes: ['stored', 'duplicate', 'duplicate'],
    counts: { packet: 1, reception: 1 },
  },
  {
    name: 'rx_time 0',
    sends: () => [{ ...hello, packet: { rx_time: 0 } }],
    becomes: ['stored'],
    rows: { reception: { rx_delay_s: -1_795_000_000 } },
  },
  {
    name: 'rx_time in the far future, which is taken for the arrival',
    sends: () => [{ ...hello, packet: { rx_time: 0xffffffff } }],
    becomes: ['stored'],
    rows: { reception: { rx_delay_s: 0 } },
  },
  {
    name: 'rx_time that steps back and forth',
    sends: () =>
      [1_795_000_000, 1, 1_794_999_000, 1_795_000_000, 0].map((rx_time) => ({
        ...hello,
        packet: { rx_time },
      })),
    becomes: ['stored', 'stored', 'stored', 'duplicate', 'stored'],
    counts: { packet: 1, reception: 4 },
  },
  {
    name: 'hop counts that cannot be',
    sends: () => [{ ...hello, packet: { hop_start: 4294967295, hop_limit: 4294967295 } }],
    becomes: ['stored'],
    rows: { reception: { hop_start: 255, hop_limit: 255 } },
  },
  {
    name: 'more hops left than there were at the start',
    sends: () => [{ ...hello, packet: { hop_start: 1, hop_limit: 7 } }],
    becomes: ['stored'],
    rows: { reception: { hop_start: 1, hop_limit: 7 } },
    links: 0,
  },
  {
    name: 'a signal that is no number',
    sends: () => [{ ...hello, packet: { rx_snr: Number.NaN, rx_rssi: -2147483648 } }],
    becomes: ['stored'],
    rows: { reception: { rx_snr4: 0, rx_rssi: -32768 } },
  },
  {
    name: 'an infinite signal, and one larger than any integer',
    sends: () => [
      { ...hello, packet: { rx_snr: Number.POSITIVE_INFINITY } },
      { ...hello, gateway_id: 0x99, packet: { rx_snr: 1e38 } },
    ],
    becomes: ['stored', 'stored'],
    counts: { reception: 2 },
  },
  {
    name: 'channel, relay and next hop beyond a byte',
    sends: () => [{ ...hello, packet: { channel: 70_000, relay_node: 999, next_hop: 0xffffffff } }],
    becomes: ['stored'],
    rows: { packet: { channel_hash: 0 }, reception: { relay_node: 255, next_hop: 255 } },
  },
  {
    name: 'a negative priority',
    sends: () => [{ ...hello, packet: { priority: -2147483648 } }],
    becomes: ['stored'],
    rows: { packet: { priority: -2147483648 } },
  },
  {
    name: 'an unknown port',
    sends: () => [{ data: { portnum: 511, payload: Buffer.alloc(200, 1) } }],
    becomes: ['stored'],
    rows: { packet: { portnum: 511 } },
  },
  {
    name: 'a port beyond all ports, under a key that fits',
    sends: () => [{ data: { portnum: 512, payload: Buffer.alloc(0) } }],
    // A wrong key gives such numbers: it is kept as what cannot be read.
    becomes: ['encrypted'],
    rows: { packet: { portnum: 0, encrypted: 1 } },
  },
  {
    name: 'a negative port in the clear',
    sends: () => [{ key: undefined, data: { portnum: -1, payload: Buffer.alloc(0) } }],
    becomes: ['malformed bad-data'],
    rows: { packet: null },
  },
  {
    name: 'garbage under a key that fits, which might as well be another',
    sends: () => [{ data: { portnum: PORT.POSITION, payload: Buffer.alloc(50, 0xff) } }],
    becomes: ['encrypted'],
    rows: { packet: { portnum: 0, encrypted: 1 }, position: null },
  },
  ...PORTS.map(
    ({ portnum, name }): Item => ({
      name: `garbage in ${name ?? portnum}`,
      sends: (id) => [
        ...[Buffer.alloc(0), Buffer.alloc(50, 0xff), Buffer.from('0a', 'hex')].map(
          (bytes, index): Sent => ({
            key: undefined,
            data: { portnum, payload: bytes },
            packet: { id: id + 0x10000 * index },
          }),
        ),
      ],
      becomes: ['stored', 'stored', 'stored'],
      rows: { packet: { portnum } },
      counts: { telemetry: 0 },
      pages: (id) => [`/packet/${id + 0x10000}`, `/packet/${id + 0x20000}`],
    }),
  ),
  {
    name: 'a thousand and more gateways for one packet',
    sends: () => times(1002, (index) => ({ ...hello, gateway_id: 0x60000000 + index })),
    becomes: [...times(1000, () => 'stored'), ...times(2, () => 'filtered too-many-receptions')],
    counts: { packet: 1, reception: 1000 },
    onlyOn: 'sqlite',
  },
]

/** Names of gateways, of channels, and topics. */
const gateways = {
  'a gateway !1': ['!1', 1],
  'a gateway without digits': ['!', null],
  'a gateway that is no hexadecimal': ['!zzzzzzzz', null],
  'a gateway of nine digits': ['!123456789', null],
  'a gateway in decimal': ['305419896', null],
  'a gateway with a name': ['bridge-1', null],
  'a gateway that is a path': ['../../etc/passwd', null],
  'a gateway that is SQL': ["'; drop table node --", null],
  'a gateway that is HTML': ['<script>hostile()</script>', null],
  'a gateway of symbols': ['🛰', null],
  'a gateway with NUL and bidi marks': ['g\0a\u202et', null],
  'a gateway of 0': ['!00000000', 0],
  'a gateway of 0xffffffff': ['!ffffffff', 0xffffffff],
} as const

export const names: Item[] = [
  ...Object.entries(gateways).map(
    ([name, [gateway_id, gateway_node_id]]): Item => ({
      name,
      sends: () => [{ ...hello, gateway_id }],
      becomes: ['stored'],
      rows: {
        uplink: { gateway_id: gateway_id.replace('\0', '').replace('\u202e', ''), gateway_node_id },
      },
    }),
  ),
  {
    name: 'a gateway of 5 kB',
    sends: () => [{ ...hello, gateway_id: '!'.repeat(5000), topic: TOPIC }],
    becomes: ['stored'],
    rows: { uplink: { gateway_id: '!'.repeat(100), gateway_node_id: null } },
  },
  {
    name: 'no gateway in the envelope: that of the topic',
    sends: () => [{ ...hello, gateway_id: '', topic: TOPIC }],
    becomes: ['stored'],
    rows: { uplink: { gateway_id: '!00000007' } },
  },
  {
    name: 'a channel of 5 kB',
    sends: () => [{ ...hello, channel_id: '#'.repeat(5000), topic: TOPIC }],
    becomes: ['stored'],
    counts: { packet: 1 },
  },
  ...['', '/', 'msh', 'msh//2//e//', '#', '$SYS/broker', 'mésh/2/e/🛰/x', 'msh/2/e/\0/!1'].map(
    (topic): Item => ({
      name: `the topic ${JSON.stringify(topic)}`,
      sends: () => [{ ...hello, topic }],
      becomes: ['stored'],
      counts: { packet: 1, reception: 1 },
    }),
  ),
  {
    name: 'a topic of 60 kB',
    sends: () => [{ ...hello, topic: 'x'.repeat(60_000) }],
    becomes: ['filtered topic-too-long'],
    rows: { packet: null },
  },
  {
    name: 'a JSON topic',
    sends: () => [
      { topic: 'msh/US/2/json/LongFast/!00000007', bytes: Buffer.from('{"from":1,"payload":{}}') },
    ],
    becomes: ['filtered json-topic'],
  },
  {
    name: 'a status topic',
    sends: () => [{ topic: 'msh/US/2/stat/!00000007', bytes: Buffer.from('online') }],
    becomes: ['filtered status-topic'],
  },
  {
    name: 'JSON on the topic of envelopes',
    sends: () => [{ topic: TOPIC, bytes: Buffer.from('{"from":1,"payload":{}}') }],
    becomes: ['malformed not-an-envelope'],
  },
  {
    name: 'a map report where envelopes are',
    sends: () => [{ data: { portnum: PORT.MAP_REPORT, payload: Buffer.from('0a0141', 'hex') } }],
    becomes: ['stored'],
    rows: { node: { long_name: 'A' } },
  },
]
