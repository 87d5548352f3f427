import { encodePayload } from '../../../src/mesh/encode.js'
import { expandKey } from '../../../src/mesh/keys.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import type { Stage } from '../../writer/stage.js'

/** Names that would run as script, break the layout or turn the text around, were they let. */
export const HOSTILE = {
  script: '<script>window.hacked = 1</script>',
  image: '<img src=x onerror="window.hacked=2">',
  long: 'W'.repeat(3000),
  turned: 'abc\u202Egnp.exe\u0000def',
  quote: `"'><svg onload=window.hacked=3>`,
  link: 'javascript:window.hacked=4',
}

interface Inhabitant {
  node_id: number
  long_name: string
  short_name: string
  role: string
  hw_model: string
  place: [latitude: number, longitude: number]
}

function inhabitant(
  node_id: number,
  long_name: string,
  short_name: string,
  role: string,
  hw_model: string,
  ...place: [number, number]
): Inhabitant {
  return { node_id, long_name, short_name, role, hw_model, place }
}

export const HILL = 0x7c5a1101
export const MILL = 0xa3b40c02
export const BOAT = 0x55aa0003
export const CHURCH = 0x9e110004
export const FARM = 0x1f2e0005

const people: Inhabitant[] = [
  inhabitant(HILL, 'Kreuzberg Relay', 'KRZB', 'ROUTER', 'RAK4631', 50.37, 9.98),
  inhabitant(MILL, 'Old Mill Base', 'MILL', 'CLIENT_BASE', 'HELTEC_V3', 50.332, 10.02),
  inhabitant(BOAT, 'Canoe of Jörg 🛶', '🛶', 'CLIENT_MUTE', 'T_DECK', 50.31, 10.05),
  inhabitant(CHURCH, 'St. Kilian Tower', 'KIL', 'ROUTER_LATE', 'STATION_G2', 50.34, 9.99),
  inhabitant(FARM, 'Weiherhof Solar', 'WHSo', 'CLIENT', 'SEEED_SOLAR_NODE', 50.4, 10.11),
  inhabitant(0xdeadbeef, HOSTILE.script, '<b>', 'CLIENT', 'TBEAM', 50.3, 9.9),
  inhabitant(0xdeadbef0, HOSTILE.image, '"><i', 'CLIENT', 'TBEAM', 50.29, 9.91),
  inhabitant(0xdeadbef1, HOSTILE.long, 'WWWW', 'CLIENT', 'TBEAM', 50.28, 9.92),
  inhabitant(0xdeadbef2, HOSTILE.turned, '\u202Eab', 'CLIENT', 'TBEAM', 50.27, 9.93),
  inhabitant(0xdeadbef3, HOSTILE.quote, "'>", 'CLIENT', 'TBEAM', 50.26, 9.94),
]

/** Ids of packets that tests look for. */
export const ID = {
  question: 5001,
  answer: 5002,
  position: 5020,
  request: 5100,
  reply: 5101,
  direct: 5200,
  secret: 5300,
  shared: 5400,
}

/**
 * Fills a database with a small mesh: names (hostile ones too), positions, telemetry, a chat with
 * a reply and reactions, traceroutes, neighbours, direct and undecryptable messages. `end_us` is
 * the time of the last packet.
 */
export async function populate(stage: Stage, end_us: number): Promise<void> {
  await stage.together(() => everything(stage, end_us))
}

async function everything(stage: Stage, end_us: number): Promise<void> {
  const minute = 60_000_000
  let id = 6000
  let time_us = end_us - 400 * minute
  const hear = async (
    from: number,
    data: { portnum: number; payload: Uint8Array; [more: string]: unknown },
    more: {
      id?: number
      to?: number
      gateways?: [number, number, number][]
      channel?: string
      key?: Buffer
    } = {},
  ) => {
    time_us += minute
    const gateways = more.gateways ?? [
      [HILL, 0, 6.25],
      [CHURCH, 1, -7.5],
      [MILL, 2, -14.25],
    ]
    const packet_id = more.id ?? id++
    for (const [index, [gateway_id, hops, rx_snr]] of gateways.entries()) {
      await stage.hear(
        {
          channel_id: more.channel ?? 'LongFast',
          gateway_id,
          key: more.key,
          data,
          packet: {
            from,
            to: more.to ?? BROADCAST,
            id: packet_id,
            hop_start: 4,
            hop_limit: 4 - hops,
            rx_snr,
            rx_rssi: -80 - 12 * hops,
            relay_node: hops === 0 ? 0 : HILL & 0xff,
            rx_time: Math.floor(time_us / 1_000_000),
          },
          ...(more.key === undefined ? {} : { key: more.key }),
        } as Parameters<Stage['hear']>[0],
        { time_us: time_us + index * 240_000 },
      )
    }
  }
  const text = (words: string, more: object = {}) => ({
    portnum: PORT.TEXT_MESSAGE,
    payload: Buffer.from(words),
    ...more,
  })

  for (const one of people) {
    const payload = encodePayload('User', {
      id: `!${one.node_id.toString(16).padStart(8, '0')}`,
      long_name: one.long_name,
      short_name: one.short_name,
      hw_model: one.hw_model,
      role: one.role,
      public_key: Buffer.alloc(32, one.node_id & 0xff),
    })
    await hear(one.node_id, { portnum: PORT.NODEINFO, payload })
  }
  for (const [index, one] of people.entries()) {
    const payload = encodePayload('Position', {
      latitude_i: Math.round(one.place[0] * 1e7),
      longitude_i: Math.round(one.place[1] * 1e7),
      altitude: 300 + 20 * index,
      precision_bits: index % 2 === 0 ? 32 : 15,
      sats_in_view: 9,
      time: Math.floor(time_us / 1_000_000),
    })
    await hear(
      one.node_id,
      { portnum: PORT.POSITION, payload },
      index === 1 ? { id: ID.position } : {},
    )
  }
  await telemetry(hear)
  await hear(FARM, text('Good morning from the Weiherhof, −4 °C and sunshine ☀️'))
  await hear(BOAT, text('Is the relay on the Kreuzberg up again?'), { id: ID.question })
  await hear(
    MILL,
    text('Yes, since 9:30. Details: https://mesh.example.org/kreuzberg.', {
      reply_id: ID.question,
    }),
    { id: ID.answer },
  )
  await hear(FARM, text('👍', { reply_id: ID.answer, emoji: 1 }))
  await hear(CHURCH, text('👍', { reply_id: ID.answer, emoji: 1 }))
  await hear(BOAT, text('🎉', { reply_id: ID.answer, emoji: 1 }))
  await hear(0xdeadbeef, text(`${HOSTILE.script} ${HOSTILE.link}`))
  await hear(0xdeadbef1, text('x'.repeat(800)))
  await hear(CHURCH, text('שלום, this message turns around: \u202Eolleh'), {
    channel: 'MediumFast',
  })
  await hear(MILL, text('swordfish'), { id: ID.direct, to: FARM })
  await hear(FARM, text('never read'), {
    id: ID.secret,
    to: BOAT,
    channel: 'Private',
    key: expandKey('MTIzNDU2Nzg5MDEyMzQ1Ng==') ?? Buffer.alloc(0),
  })
  await hear(MILL, text('the same id, first'), { id: ID.shared })
  await hear(FARM, text('the same id, second'), { id: ID.shared })
  await traceroutes(hear)
  await hear(HILL, {
    portnum: PORT.NEIGHBORINFO,
    payload: encodePayload('NeighborInfo', {
      node_id: HILL,
      last_sent_by_id: HILL,
      node_broadcast_interval_secs: 900,
      neighbors: [
        { node_id: MILL, snr: 5.5 },
        { node_id: CHURCH, snr: -3.25 },
      ],
    }),
  })
  await hear(
    MILL,
    {
      portnum: PORT.ROUTING,
      payload: encodePayload('Routing', { error_reason: 'NONE' }),
      request_id: ID.direct,
    },
    { to: FARM },
  )
  await hear(HILL, { portnum: 280, payload: Buffer.from([1, 2, 3, 4]) })
  await hear(HILL, { portnum: PORT.POSITION, payload: Buffer.from([0xff, 0xff, 0xff]) })
}

type Hear = (
  from: number,
  data: { portnum: number; payload: Uint8Array; [more: string]: unknown },
  more?: { id?: number; to?: number; gateways?: [number, number, number][] },
) => Promise<void>

async function telemetry(hear: Hear): Promise<void> {
  const send = (from: number, fields: object) =>
    hear(from, { portnum: PORT.TELEMETRY, payload: encodePayload('Telemetry', fields) })
  await send(FARM, {
    time: 1_790_000_000,
    device_metrics: {
      battery_level: 87,
      voltage: 4.05,
      channel_utilization: 12.4,
      air_util_tx: 1.25,
      uptime_seconds: 183_000,
    },
  })
  await send(FARM, {
    environment_metrics: { temperature: -4.2, relative_humidity: 81.5, barometric_pressure: 953.1 },
  })
  await send(FARM, { power_metrics: { ch1_voltage: 5.1, ch1_current: 130.5, ch2_voltage: 3.9 } })
  await send(HILL, {
    local_stats: {
      uptime_seconds: 900,
      num_packets_tx: 120,
      num_packets_rx: 1400,
      num_online_nodes: 9,
    },
  })
}

async function traceroutes(hear: Hear): Promise<void> {
  const send = (fields: object) => ({
    portnum: PORT.TRACEROUTE,
    payload: encodePayload('RouteDiscovery', fields),
  })
  await hear(
    BOAT,
    { ...send({ route: [MILL], snr_towards: [22] }), want_response: true },
    { id: ID.request, to: FARM, gateways: [[HILL, 1, 4.5]] },
  )
  await hear(
    FARM,
    {
      ...send({
        route: [MILL, BROADCAST, HILL],
        snr_towards: [22, -128, -30, 18],
        route_back: [HILL, MILL],
        snr_back: [20, -14, 26],
      }),
      request_id: ID.request,
    },
    {
      id: ID.reply,
      to: BOAT,
      gateways: [
        [HILL, 0, 5],
        [MILL, 1, 3.5],
      ],
    },
  )
  await hear(
    MILL,
    { ...send({ route: [], snr_towards: [] }), want_response: true },
    { id: ID.request + 10, to: CHURCH, gateways: [[HILL, 0, 1]] },
  )
}
