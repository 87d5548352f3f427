import { PORT } from '../../../src/mesh/portnums.js'
import { type Columns, type Item, payload, times, words } from './item.js'

const user = (fields: object | Buffer) => payload(PORT.NODEINFO, 'User', fields)
const position = (fields: object) => payload(PORT.POSITION, 'Position', fields)
const telemetry = (fields: object) => payload(PORT.TELEMETRY, 'Telemetry', fields)
const route = (fields: object) => payload(PORT.TRACEROUTE, 'RouteDiscovery', fields)

/** A text that is sent, and what is kept of it; null for nothing but the packet. */
const texts: Record<string, [string | Buffer, string | null]> = {
  'a text that is no UTF-8': [Buffer.from([0xff, 0xfe, 0x41]), '\ufffd\ufffdA'],
  'a text with NUL': ['a\0b', 'ab'],
  'a text with bidi marks': ['a\u202eb', 'a\u202eb'],
  'a text of 3,000 letters': ['x'.repeat(3000), 'x'.repeat(1000)],
  'a text of half characters': [Buffer.from('\ud83d', 'utf16le'), '=\ufffd'],
  'a text that is a script': ['<script>hostile()</script>', '<script>hostile()</script>'],
  'a text that is an attribute': ['" onmouseover="hostile()" x="', '" onmouseover="hostile()" x="'],
  'a text with an address that is code': ['javascript:hostile()', 'javascript:hostile()'],
  'an empty text': ['', ''],
}

/** NodeInfo that is sent, and what is known of the node then. */
const people: Record<string, [object, Columns]> = {
  'names that are HTML': [
    { long_name: '<img src=x onerror=hostile()>', short_name: '<b>h' },
    { long_name: '<img src=x onerror=hostile()>', short_name: '<b>h' },
  ],
  'names with NUL, line breaks and bidi marks': [
    { long_name: 'a\0\nb\u202ec\u2066', short_name: '\u200f\0' },
    { long_name: 'a bc', short_name: null },
  ],
  'a name of 3 kB': [{ long_name: '<b>'.repeat(1000) }, { long_name: `${'<b>'.repeat(13)}<` }],
  'a NodeInfo in the name of another': [{ id: '!deadbeef', long_name: 'I' }, { long_name: 'I' }],
  'an id with capitals and too few digits': [{ id: '!ABCD', long_name: 'I' }, { long_name: 'I' }],
  'an id without mark': [{ id: 'abcd', long_name: 'I' }, { long_name: 'I' }],
  'an id in decimal': [{ id: '3735928559', long_name: 'I' }, { long_name: 'I' }],
  'an id that is longer': [{ id: '!deadbeefdeadbeef', long_name: 'I' }, { long_name: 'I' }],
  'an id of 2 kB': [{ id: 'x'.repeat(2000), long_name: 'I' }, { long_name: 'I' }],
  'a key of 400 bytes': [{ public_key: Buffer.alloc(400, 7) }, { public_key: null }],
  'a key of 31 bytes': [{ public_key: Buffer.alloc(31, 7) }, { public_key: null }],
  'an unknown model and role': [
    { hw_model: 9999, role: 77 },
    { hw_model: '9999', role: '77' },
  ],
  'a negative model and role': [
    { hw_model: -5, role: -2147483648 },
    { hw_model: '-5', role: '-2147483648' },
  ],
}

/** Latitude and longitude of 1e-7 degrees, and whether they are a place. */
const places: Record<string, [number, number, boolean]> = {
  'a position at 200 degrees': [2_000_000_000, 10_000_000, false],
  'a position at 91 degrees': [910_000_000, 10_000_000, false],
  'a position of int minimum': [-2147483648, -2147483648, false],
  'a position of (0, 0)': [0, 0, false],
  'a position on the equator': [0, 100_000_000, true],
  'the north pole': [900_000_000, 0, true],
  'the south pole': [-900_000_000, 1_800_000_000, true],
  'the date line from the west': [-170_000_000, 1_799_999_999, true],
  'the date line from the east': [-170_000_000, -1_800_000_000, true],
}

/** Floats of telemetry; a page shows them, or nothing in their place. */
const floats: Record<string, number> = {
  'telemetry that is no number': Number.NaN,
  'infinite telemetry': Number.POSITIVE_INFINITY,
  'telemetry that is minus infinite': Number.NEGATIVE_INFINITY,
  'the largest telemetry': 3.4e38,
  'telemetry of minus zero': -0,
}

interface Way {
  fields: object
  /** Of the header: 0 in a request. */
  request_id: number
  hops: number
  links: number
}

/** Of a traceroute: what it says, hops that are kept, links of the sender that it proves. */
const ways: Record<string, Way> = {
  'a route in a circle': {
    fields: { route: [5, 6, 5, 6, 5], snr_towards: [1, 2, 3, 4, 5, 6] },
    request_id: 9,
    hops: 8,
    links: 1,
  },
  'a route with more hops than signals': {
    fields: { route: [5, 6, 7], snr_towards: [1] },
    request_id: 9,
    hops: 6,
    links: 1,
  },
  'a route with more signals than hops': {
    fields: { route: [5], snr_towards: times(50, () => 2147483647), snr_back: [-2147483648] },
    request_id: 9,
    hops: 5,
    links: 2,
  },
  'a route of 64 hops': {
    fields: { route: times(64, (index) => 100 + index), snr_towards: [] },
    request_id: 9,
    hops: 67,
    links: 1,
  },
  'a route of 65 hops back': {
    fields: { route_back: times(65, () => 5) },
    request_id: 9,
    hops: 0,
    links: 0,
  },
  'a route over nodes that do not say who they are': {
    fields: { route: [0xffffffff, 0, 0xffffffff], snr_towards: [-128, -128, -128, -128] },
    request_id: 0,
    hops: 5,
    links: 0,
  },
}

/** More than any radio sends: kept as bytes, and nothing is made of them. */
const oversized: Record<string, ReturnType<typeof payload>> = {
  'a text of 10 kB': words('x'.repeat(10_000)),
  'a name of 10 kB': user({ long_name: 'x'.repeat(10_000) }),
  'a route of 2,000 hops': { ...route({ route: times(2000, () => 5), snr_towards: [1] }) },
  'a thousand neighbours': payload(PORT.NEIGHBORINFO, 'NeighborInfo', {
    neighbors: times(1000, (index) => ({ node_id: 0x61000000 + index, snr: 1 })),
  }),
}

export const payloads: Item[] = [
  ...Object.entries(oversized).map(
    ([name, data]): Item => ({
      name,
      sends: (id) => [
        { key: undefined, data, packet: { hop_limit: 2 } },
        // Under a key that fits it looks like what a wrong key gives.
        { data, packet: { id: id + 0x10000 } },
      ],
      becomes: ['stored', 'encrypted'],
      rows: { packet: { portnum: data.portnum }, text_message: null, node: { long_name: null } },
      counts: { traceroute_hop: 0 },
      pages: (id) => [`/packet/${id + 0x10000}`],
    }),
  ),
  ...Object.entries(texts).map(
    ([name, [sent, text]]): Item => ({
      name,
      sends: () => [{ data: words(sent) }],
      becomes: ['stored'],
      rows: { packet: { portnum: 1 }, text_message: text === null ? null : { text } },
    }),
  ),
  ...Object.entries(people).map(
    ([name, [sent, node]]): Item => ({
      name,
      sends: () => [{ data: user(sent) }],
      becomes: ['stored'],
      rows: { packet: { portnum: 4 }, node },
    }),
  ),
  {
    name: 'names that are no UTF-8',
    sends: () => [{ data: user(Buffer.from([0x12, 0x03, 0xff, 0xfe, 0x41])) }],
    becomes: ['stored'],
    rows: { node: { long_name: '\ufffd\ufffdA' } },
  },
  {
    name: 'a key that changes: the last one, and both in the history',
    sends: (id) =>
      [1, 2].map((key) => ({
        data: user({ long_name: 'I', public_key: Buffer.alloc(32, key) }),
        packet: { id: id + 0x10000 * key },
      })),
    becomes: ['stored', 'stored'],
    rows: { node: { public_key: '02'.repeat(32) } },
    pages: (id) => [`/packet/${id + 0x10000}`],
  },
  ...Object.entries(places).map(
    ([name, [latitude_i, longitude_i, isPlace]]): Item => ({
      name,
      sends: () => [{ data: position({ latitude_i, longitude_i }) }],
      becomes: ['stored'],
      rows: {
        packet: { portnum: 3 },
        position: isPlace ? { latitude_i, longitude_i } : null,
        node: isPlace
          ? { last_lat: latitude_i, last_long: longitude_i }
          : { last_lat: null, last_long: null },
      },
      pages: (_id, from) => [`/map/node/${from}`],
    }),
  ),
  {
    name: 'a text with an emoji of 32 bits',
    sends: () => [{ data: { ...words('!'), reply_id: 0xffffffff, emoji: 0xffffffff } }],
    becomes: ['stored'],
    rows: { text_message: { text: '!', emoji: 0x7fffffff } },
  },
  {
    name: 'a position with impossible numbers beside it',
    sends: () => [
      {
        data: position({
          latitude_i: 470_000_000,
          longitude_i: 80_000_000,
          altitude: 2147483647,
          ground_speed: 0xffffffff,
          ground_track: 0xffffffff,
          sats_in_view: 0xffffffff,
          precision_bits: 0xffffffff,
        }),
      },
    ],
    becomes: ['stored'],
    rows: {
      position: {
        altitude: 2147483647,
        ground_speed: null,
        sats_in_view: null,
        precision_bits: null,
      },
    },
  },
  ...Object.entries(floats).map(
    ([name, value]): Item => ({
      name,
      sends: () => [
        {
          data: telemetry({
            environment_metrics: { temperature: value, relative_humidity: value, wind_speed: 1 },
          }),
        },
      ],
      becomes: ['stored'],
      counts: { telemetry: 1 },
    }),
  ),
  {
    name: 'battery and uptime beyond all bounds',
    sends: () => [
      {
        data: telemetry({
          time: 0xffffffff,
          device_metrics: { battery_level: 0xffffffff, uptime_seconds: 0xffffffff, voltage: -1e30 },
        }),
      },
    ],
    becomes: ['stored'],
    counts: { telemetry: 1 },
  },
  ...Object.entries(ways).map(
    ([name, { fields, request_id, hops, links }]): Item => ({
      name,
      sends: () => [{ data: { ...route(fields), request_id }, packet: { to: 0x51, hop_limit: 2 } }],
      becomes: ['stored'],
      rows: { packet: { portnum: 70 } },
      counts: { traceroute_hop: hops },
      links,
      pages: (id) => [`/traceroute/${id}`, `/api/traceroute/${id}`],
    }),
  ),
  {
    name: 'a traceroute to oneself',
    sends: (_id, from) => [
      { data: { ...route({ route: [from] }), request_id: 9 }, packet: { to: from, hop_limit: 2 } },
    ],
    becomes: ['stored'],
    counts: { traceroute_hop: 4 },
    links: 0,
    pages: (id) => [`/traceroute/${id}`],
  },
  {
    name: 'neighbours that are nobody, everybody, and oneself',
    sends: (_id, from) => [
      {
        data: payload(PORT.NEIGHBORINFO, 'NeighborInfo', {
          neighbors: [
            { node_id: 0 },
            { node_id: 0xffffffff, snr: 1e30 },
            { node_id: from, snr: 1 },
            { node_id: 0x52, snr: Number.NaN },
          ],
        }),
        packet: { hop_limit: 2 },
      },
    ],
    becomes: ['stored'],
    links: 1,
  },
  {
    name: 'two hundred neighbours',
    sends: () => [
      {
        data: payload(PORT.NEIGHBORINFO, 'NeighborInfo', {
          neighbors: times(200, (index) => ({ node_id: 0x62000000 + index, snr: 1 })),
        }),
        packet: { hop_limit: 2 },
      },
    ],
    becomes: ['stored'],
    links: 64,
  },
  {
    name: 'a waypoint with a hostile name at 200 degrees',
    sends: () => [
      {
        data: payload(PORT.WAYPOINT, 'Waypoint', {
          id: 0xffffffff,
          name: '<script>hostile()</script>\u202e',
          description: 'x'.repeat(3000),
          latitude_i: 2_000_000_000,
          longitude_i: -2147483648,
          expire: 0xffffffff,
          icon: 0x110000,
        }),
      },
    ],
    becomes: ['stored'],
    rows: { packet: { portnum: 8 } },
  },
  {
    name: 'a waypoint with a hostile name on the date line',
    sends: () => [
      {
        data: payload(PORT.WAYPOINT, 'Waypoint', {
          id: 1,
          name: '<script>hostile()</script>\u202e',
          latitude_i: 1,
          longitude_i: 1_800_000_000,
          expire: 0x7fffffff,
          icon: 0xffffffff,
        }),
      },
    ],
    becomes: ['stored'],
    rows: { packet: { portnum: 8 } },
  },
]
