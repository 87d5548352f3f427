import { formatNodeId } from '../../../src/mesh/node-id.js'
import { GATEWAY } from '../../writer/stage.js'
import { FARM, HILL, ID } from '../pages/village.js'

const farm = formatNodeId(FARM)
const hill = formatNodeId(HILL)
const gateway = formatNodeId(GATEWAY)
/** Ways to ask for packets, each walking another index or joining several. */
const packetFilters = [
  'portnum=3',
  'channel=LongFast',
  'portnum=1&channel=LongFast',
  'portnum=3&channel=MediumFast',
  `node_id=${farm}`,
  `node_id=${farm}&portnum=67&channel=LongFast`,
]
const periods = ['24h', '7d', '30d', 'all']
const windows = ['1h', '1d', '7d', '30d', 'all']

function each(path: string, queries: readonly string[]): string[] {
  return [path, ...queries.map((query) => `${path}?${query}`)]
}

/**
 * What a visitor may ask of every route, with and without each of its filters. A new route needs
 * its line here: the test compares them with those that the application has.
 */
export function addresses(now_us: number): Record<string, string[]> {
  const yesterday = now_us - 86_400_000_000
  const packets = each('/api/packets', [
    ...[...packetFilters, 'portnum=1,3,67', 'portnum=1&contains=morning', 'contains=%E2%98%80'],
    ...[`from_node_id=${farm}`, `to_node_id=${farm}`, `from_node_id=${farm}&to_node_id=${hill}`],
    ...['to_node_id=4294967295', `from_node_id=${farm}&to_node_id=4294967295&portnum=1`],
    ...[`node_id=${farm}&from_node_id=${hill}`, `node_id=${farm}&to_node_id=${hill}`],
    ...[`since=${yesterday}`, `before=${now_us}`, 'before=20', 'after=5&order=asc', 'order=asc'],
    ...[`since=${yesterday}&portnum=3`, `contains=a&node_id=${farm}&since=${yesterday}`],
    ...[`packet_id=${ID.shared}`, `packet_id=${ID.shared}&from_node_id=${farm}`, 'limit=1000'],
    ...[
      'contains=morning&order=asc',
      'contains=morning&channel=LongFast',
      `before=${now_us}&channel=LongFast&order=asc`,
    ],
  ])
  const nodes = each('/api/nodes', [
    ...[`node_id=${farm}`, 'role=ROUTER', 'channel=LongFast', 'hw_model=RAK4631', 'all=true'],
    'firmware=2.7.18',
    ...['days_active=1', `since=${yesterday}`, 'gateway=true', 'gateway=false', 'limit=3'],
  ])
  const stats = each('/api/stats', [
    ...['period_type=day&length=14', 'channel=longfast', 'portnum=3', `from_node=${farm}`],
    ...[`to_node=${farm}`, `from_node=${farm}&to_node=${hill}`, 'to_node=4294967295'],
    ...[`from_node=${farm}&channel=LongFast&portnum=1`, `to_node=4294967295&from_node=${farm}`],
    ...[`node=${farm}`, 'channel=LongFast&portnum=3', `from_node=${farm}&portnum=3`],
    ...['to_node=4294967295&channel=LongFast&portnum=1'],
  ])
  const count = each('/api/stats/count', [
    ...[`packet_id=${ID.shared}`, 'period_type=day&length=14', 'channel=LongFast'],
    ...[`from_node=${farm}`, `to_node=${farm}`, `from_node=${farm}&channel=LongFast`],
  ])
  const csv = (path: string, queries: readonly string[] = []) => each(path, queries)
  const shares = [...periods.map((period) => `period=${period}`), 'channel=LongFast']
  return {
    '/health': ['/health'],
    '/health/live': ['/health/live'],
    '/version': ['/version'],
    '/metrics': ['/metrics'],
    '/api': ['/api'],
    '/api/openapi.json': ['/api/openapi.json'],
    '/api/nodes': nodes,
    '/api/packets': packets,
    '/api/packets_seen/:packet_id': each(`/api/packets_seen/${ID.shared}`, [
      `from_node_id=${farm}`,
    ]),
    '/api/traceroute/:packet_id': each(`/api/traceroute/${ID.reply}`, [`from_node_id=${farm}`]),
    '/api/channels': each('/api/channels', ['period_type=day&length=30']),
    '/api/stats': stats,
    '/api/stats/count': count,
    '/api/stats/top': each('/api/stats/top', [
      ...['period_type=day&length=14', 'channel=LongFast', 'offset=3', 'offset=1000'],
      'period_type=hour&channel=LongFast&offset=1000',
    ]),
    '/api/edges': each('/api/edges', [
      ...['type=traceroute', 'type=neighbor', 'type=direct'],
      ...[`node_id=${farm}`, `type=direct&node_id=${hill}`],
    ]),
    '/api/snapshots/daily': each('/api/snapshots/daily', ['days=400']),
    '/api/node/:node_id/qr': [`/api/node/${farm}/qr`],
    '/api/node/:node_id/impersonation-check': [`/api/node/${farm}/impersonation-check`],
    '/api/coverage/:node_id': each(`/api/coverage/${farm}`, ['mode=heatmap']),
    '/api/config': ['/api/config'],
    '/api/lang': ['/api/lang'],
    '/api/status': ['/api/status'],
    '/map/data.json': each(
      '/map/data.json',
      windows.map((window) => `active=${window}`),
    ),
    '/map/heat.json': each(
      '/map/heat.json',
      ['packets', 'channel'].flatMap((by) => windows.map((window) => `by=${by}&active=${window}`)),
    ),
    '/map/trail/:id': [`/map/trail/${farm}`],
    '/map/node/:id': [`/map/node/${farm}`, `/map/node/${hill}`],
    '/': ['/'],
    '/map': each('/map', [
      ...['q=mill', 'role=ROUTER', 'channel=LongFast', 'hw_model=RAK4631', 'gateway=1'],
      ...['channel=LongFast&channel=MediumFast&role=ROUTER'],
      ...windows.map((window) => `active=${window}&q=!7c`),
    ]),
    '/nodelist': each('/nodelist', [
      ...['q=mill', 'q=!7c', 'role=ROUTER', 'channel=LongFast', 'hw_model=RAK4631', 'gateway=1'],
      ...[
        'firmware=2.7.18',
        'active=1',
        'active=all',
        'sort=short_name',
        'sort=-last_seen_us',
        'sort=last_seen_us',
      ],
      ...['sort=long_name', 'sort=hw_model', 'sort=firmware', 'sort=role', 'sort=channel'],
      ...['sort=first_seen_us', 'sort=node_id', 'from=100', `heard_by=${gateway}`],
    ]),
    '/chat': each('/chat', ['channel=LongFast', 'before=30', 'channel=LongFast&before=30']),
    '/firehose': each('/firehose', [
      ...[...packetFilters, 'node_id=mill', 'before=20'],
      ...packetFilters.map((filter) => `${filter}&heard_by=${gateway}`),
      `heard_by=${gateway}&before=20`,
      ...['since=2026-11-17', 'until=2026-11-18T10:00', `since=2026-11-17&heard_by=${gateway}`],
      `until=2026-11-18&heard_by=${gateway}&portnum=3`,
      ...packetFilters.map((filter) => `${filter}&before=20`),
    ]),
    '/traceroutes': each('/traceroutes', [
      `node_id=${farm}`,
      'before=60',
      'node_id=mill&before=60',
      ...[`from=${farm}`, `to=${farm}&before=60`, `from=${farm}&to=${hill}&node_id=mill`],
    ]),
    '/nodegraph': each(
      '/nodegraph',
      windows.map((window) => `active=${window}`),
    ),
    '/stats': each('/stats', [
      ...periods.map((period) => `period=${period}`),
      ...['channel=LongFast', 'portnum=1', 'portnum=1&channel=LongFast'],
    ]),
    '/top': each('/top', [
      ...periods.flatMap((period) => [`period=${period}`, `period=${period}&of=gateways`]),
      ...['channel=LongFast', 'q=mill', 'sort=mean', 'from=5'],
    ]),
    '/links': each('/links', [
      ...['period=24h', 'period=all&kind=traceroute', 'kind=neighbor&sort=-snr', 'from=50'],
      ...['channel=LongFast', 'q=mill', 'sort=last_seen_us'],
    ]),
    '/links.csv': csv('/links.csv', ['period=30d&kind=traceroute', 'q=mill']),
    '/gateways': each('/gateways', [
      ...[`first=${hill}&second=${gateway}`, `first=${hill}&period=7d`, 'period=1h'],
    ]),
    '/net': each('/net', ['before=2026-11-02']),
    '/heatmap': each('/heatmap', ['by=packets', 'by=packets&active=1d', 'by=air']),
    '/kiosk': ['/kiosk'],
    '/node/:id': each(`/node/${farm}`, [
      ...[...periods.map((period) => `period=${period}`), 'portnum=1', 'before=20'],
      ...['since=2026-11-17', `heard_by=${gateway}&until=2026-11-18`],
    ]).concat(`/node/${hill}`),
    '/packet/:id': [
      ...[ID.question, ID.answer, ID.position, ID.reply, ID.shared, ID.direct, ID.secret],
    ].flatMap((id) => [`/packet/${id}`, `/packet/${id}?key=3`]),
    '/traceroute/:id': [`/traceroute/${ID.reply}`, `/traceroute/${ID.request}`],
    '/status': ['/status'],
    '/status/malformed': ['/status/malformed'],
    '/api/malformed': ['/api/malformed'],
    '/language/:code': ['/language/de'],
    '/manifest.webmanifest': ['/manifest.webmanifest'],
    '/search': each('/search', ['q=mill', 'q=morning', `q=${farm}`, `q=${ID.shared}`, 'q=!7c']),
    '/about': each('/about', [`node=${farm}`]),
    '/packet_list/:id': [`/packet_list/${farm}`],
    '/uplinked_list/:id': [`/uplinked_list/${farm}`],
    '/graph/:kind/:id': [`/graph/neighbors/${farm}`],
    '/packet_details/:id': [`/packet_details/${ID.shared}`],
    '/node_search': each('/node_search', ['q=mill']),
    '/node_match': each('/node_match', ['q=mill']),
    '/graph/network': ['/graph/network'],
    '/api-chat': ['/api-chat'],
    '/static/:file': ['/static/kiosk.html'],
    '/docs/:file': ['/docs/api.md'],
    '/graph/traceroute/:packet_id': [`/graph/traceroute/${ID.reply}`],
    '/node/:id/telemetry.csv': csv(`/node/${farm}/telemetry.csv`, ['period=7d']),
    '/node/:id/direct.csv': csv(`/node/${farm}/direct.csv`, ['period=7d']),
    '/node/:id/neighbors.csv': csv(`/node/${hill}/neighbors.csv`, ['period=7d']),
    '/node/:id/activity.csv': csv(`/node/${farm}/activity.csv`, ['period=7d']),
    '/node/:id/positions.csv': csv(`/node/${farm}/positions.csv`),
    '/node/:id/qr.svg': [`/node/${farm}/qr.svg`],
    '/nodelist.csv': csv('/nodelist.csv', [
      ...['q=mill', 'role=ROUTER', 'gateway=1', 'active=all', 'firmware=2.7.18'],
    ]),
    '/firehose.csv': csv('/firehose.csv', [...packetFilters, 'node_id=mill']),
    '/stats/traffic.csv': csv('/stats/traffic.csv', [
      ...[...periods.map((period) => `period=${period}`), 'portnum=1&channel=LongFast'],
    ]),
    '/stats/days.csv': csv('/stats/days.csv'),
    '/stats/hardware.csv': csv('/stats/hardware.csv', shares),
    '/stats/role.csv': csv('/stats/role.csv', shares),
    '/stats/channel.csv': csv('/stats/channel.csv', shares),
    '/stats/firmware.csv': csv('/stats/firmware.csv', shares),
    '/stats/gateway-channel.csv': csv('/stats/gateway-channel.csv', shares),
    '/stats/gateway-role.csv': csv('/stats/gateway-role.csv', shares),
    '/stats/gateway-firmware.csv': csv('/stats/gateway-firmware.csv', shares),
    '/top.csv': csv('/top.csv', [
      ...[...periods.map((period) => `period=${period}`), 'of=gateways', 'channel=LongFast'],
    ]),
    '/net.csv': csv('/net.csv', ['before=2026-11-02']),
  }
}

/** Routes that stay open: they are listened to, from now on and resumed after a cursor. */
export const streams = [
  ...['/api/live', '/live/firehose', '/live/chat', '/live/map', '/live/arrivals'],
]

/** Streams that tell how the feed is, at once, and not of every packet. */
export const pulses = ['/live/site', '/live/site?packet=10']
