import { entry, secret } from './entry.js'
import { boolean, choice, decimal, integer, integerOrAutomatic, text } from './kinds.js'
import { connectionString } from './kinds-database.js'
import { channelKeys, channelNames, nodeIds, topicFilters } from './kinds-mesh.js'
import {
  basePath,
  bindAddress,
  domain,
  mqttServer,
  path,
  sitePath,
  tileTemplate,
  trustProxy,
} from './kinds-place.js'

/** That of MeshView 3.x; pages say it in the visitor's language. */
export const USUAL_NET_MESSAGE = 'Weekly Mesh check-in message.'

const port = () => integer(0, 65_535)
const hour = () => integer(0, 23, 'local time')
const minute = () => integer(0, 59)
const days = () => integer(0, 36_500, 'days; 0 = for ever')
const latitude = () => decimal(-90, 90, 'degrees')
const longitude = () => decimal(-180, 180, 'degrees')
/** MeshView 3.x takes zero and less for "off". */
const interval = () => integer(-86_400, 86_400, 'seconds; 0 or less = off')

/**
 * Every section and key, in the order of the shipped file. This table is the one place of a
 * setting: validation, the Config type, config.ini and docs/configuration.md follow from it.
 */
export const SCHEMA = {
  server: {
    bind: entry(
      bindAddress(),
      '*',
      'Address the web server listens on. * is every IPv4 address of this machine, 127.0.0.1 only this machine itself, :: also IPv6.',
    ),
    port: entry(port(), '8081', 'Port of the web server. 0 takes any free one and says which.'),
    tls_cert: entry(
      path(),
      '',
      'One PEM file with certificate chain and private key: turns HTTPS on. Empty = HTTP.',
    ),
  },
  site: {
    domain: entry(
      domain(),
      '',
      'The address visitors use, such as meshview.example.org or https://example.org.',
    ),
    language: entry(
      text('a language code such as en, es, ru or de'),
      'en',
      'Language of the site. One that is not translated falls back to English.',
    ),
    title: entry(text(), '', 'Name of the mesh, shown on every page.'),
    message: entry(text(), '', 'A line of text below the title.'),
    starting: entry(sitePath(), '/map', 'The page that / leads to.'),
    nodes: entry(
      boolean(),
      'true',
      'The page "Nodes". One that is off is neither in the menu nor can it be opened.',
    ),
    chat: entry(boolean(), 'true', 'The page "Chat".'),
    everything: entry(boolean(), 'true', 'The live list of every packet.'),
    graphs: entry(boolean(), 'true', 'The graph of the mesh.'),
    net: entry(boolean(), 'true', 'The page of the weekly net.'),
    map: entry(
      boolean(),
      'true',
      'The map, with its full-screen version (/kiosk) and the heat map.',
    ),
    stats: entry(boolean(), 'true', 'The page "Stats".'),
    top: entry(boolean(), 'true', 'The page "Top traffic".'),
    map_top_left_lat: entry(
      latitude(),
      '39',
      'The map opens on the area between these two corners: north-west latitude.',
    ),
    map_top_left_lon: entry(longitude(), '-123', 'North-west longitude.'),
    map_bottom_right_lat: entry(latitude(), '36', 'South-east latitude.'),
    map_bottom_right_lon: entry(longitude(), '-121', 'South-east longitude.'),
    silent_minutes: entry(
      integer(0, 10_080, 'minutes; 0 = never'),
      '15',
      'When no packet came for so long, the dot beside the menu says that the feed is silent.',
    ),
    map_interval: entry(interval(), '3', 'Pause between two updates of the map.'),
    map_tiles: entry(
      tileTemplate(),
      '',
      'Where the map gets its tiles, such as https://tile.openstreetmap.org/{z}/{x}/{y}.png; mind the terms of that server. Empty = the outline of land and borders that MeshView brings.',
    ),
    map_attribution: entry(
      text(),
      '',
      'Whom the map thanks for its tiles, such as © OpenStreetMap contributors.',
    ),
    map_pmtiles: entry(
      path(),
      '',
      'A PMTiles archive with a raster map on this machine, instead of a server of tiles.',
    ),
    firehose_interval: entry(
      interval(),
      '3',
      'Pause between two updates of the list of packets, for clients that cannot receive them live.',
    ),
    weekly_net_message: entry(
      text(),
      USUAL_NET_MESSAGE,
      'Text above the list of check-ins of the weekly net.',
    ),
    net_tag: entry(
      text(),
      '#BayMeshNet',
      'A message with this text counts as a check-in to the weekly net.',
    ),
    channels: entry(
      channelNames(),
      '',
      'Channels that menus, tabs and legends offer, such as LongFast, BayMesh. Empty = every channel that carries enough, see channel_packets. The packets of all others are kept, listed, and found by their address.',
    ),
    channel_packets: entry(
      integer(0, 1_000_000, 'packets a week'),
      '10',
      'Packets that a channel needs within a week to be offered, so that one which a stranger made up does not stand in every menu. A hundredth of all packets is enough while they are few.',
    ),
    units: entry(
      choice(['metric', 'imperial']),
      'metric',
      'Units of distance, height, speed and temperature.',
    ),
    base_path: entry(
      basePath(),
      '',
      'Sub-path under which a proxy serves the site, such as /meshview. Empty = none.',
    ),
    trust_proxy: entry(
      trustProxy(),
      'false',
      "Whose X-Forwarded-For and X-Forwarded-Proto are believed: the addresses of your proxy (127.0.0.1 when it runs on this machine), true for everybody's, false for nobody's.",
    ),
  },
  mqtt: {
    server: entry(
      mqttServer(),
      '',
      'The MQTT broker to read from. Empty = the built-in broker, see [broker]. mqtts://HOST connects with TLS.',
    ),
    port: entry(
      integerOrAutomatic(0, 65_535),
      '',
      'Port of that broker. Empty = 1883, or 8883 with TLS.',
    ),
    topics: entry(
      topicFilters(),
      '["msh/#"]',
      'Topics to subscribe to, such as ["msh/US/bayarea/#", "msh/US/CA/sacvalley/#"].',
    ),
    username: entry(text(), '', 'User name for that broker.'),
    password: secret(text(), 'Password for that broker.'),
    tls: entry(boolean(), 'false', 'Connect with TLS; the same as mqtts:// before the server.'),
    ca_file: entry(
      path(),
      '',
      "PEM file with the certificate authority of a broker whose certificate is of one's own making. Empty = the authorities the system knows.",
    ),
    protocol: entry(choice(['3.1.1', '5']), '3.1.1', 'Version of MQTT spoken with that broker.'),
    client_id: entry(
      text(),
      '',
      'Name given to that broker; no two clients may have the same. Empty = a random one.',
    ),
    qos: entry(
      integer(0, 2),
      '0',
      'Quality of service of the subscriptions. Gateways publish with 0, so more helps only behind a bridge.',
    ),
    clean_session: entry(
      boolean(),
      'true',
      'false lets the broker keep messages (of QoS 1 and 2) while MeshView is down; needs client_id.',
    ),
    skip_node_ids: entry(nodeIds(), '', 'Packets sent by these nodes are not stored.'),
    secondary_keys: secret(
      channelKeys(),
      'Keys of encrypted channels to read besides the public default key.',
    ),
  },
  broker: {
    bind: entry(
      bindAddress(),
      '*',
      'Address the built-in broker listens on. It runs as long as [mqtt] server is empty.',
    ),
    port: entry(port(), '1883', 'Port of the built-in broker.'),
    username: entry(text(), '', 'User name that gateways must give. Empty = anybody may publish.'),
    password: secret(text(), 'Password that gateways must give.'),
    max_connections: entry(
      integer(1, 100_000),
      '200',
      'Connections at the same time; further ones are refused.',
    ),
    max_message_bytes: entry(
      integer(256, 1_048_576),
      '4096',
      'Larger messages end their connection. An envelope from the mesh has less than 600 bytes.',
    ),
  },
  database: {
    connection_string: {
      ...entry(
        connectionString(),
        'sqlite:///packets.db',
        'sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/DATABASE. A relative FILE starts at the folder of this file; an absolute one has four slashes.',
      ),
      secret: true,
    },
  },
  ingest: {
    flood_per_minute: entry(
      integer(0, 1_000_000),
      '60',
      'New packets taken from one sender per minute; the rest is counted and dropped. 0 = no limit.',
    ),
    flood_per_hour: entry(
      integer(0, 10_000_000),
      '600',
      'New packets taken from one sender per hour. 0 = no limit.',
    ),
    gateway_per_hour: entry(
      integer(0, 100_000_000),
      '36000',
      'Messages taken from one gateway per hour; the rest is counted and dropped. No radio hears ten packets a second. 0 = no limit.',
    ),
    ok_to_mqtt: entry(
      choice(['keep', 'headers', 'drop']),
      'keep',
      'Packets whose sender did not agree to MQTT: keep them, keep their headers without the content, or drop them.',
    ),
    batch_size: entry(
      integer(1, 10_000),
      '8000',
      'Messages stored in one transaction at most, when that many wait.',
    ),
    batch_ms: entry(
      integer(0, 10_000, 'milliseconds'),
      '20',
      'Longest wait for a transaction to fill.',
    ),
    queue_max: entry(
      integer(1_000, 10_000_000),
      '200000',
      'Messages held in memory while the database is busy, of 600 bytes on average; beyond that the newest are counted and dropped.',
    ),
    spool_max_mb: entry(
      integer(1, 1_000_000),
      '256',
      'Megabytes of messages kept on the disk while the database is migrated, locked, full or away.',
    ),
  },
  retention: {
    packets_days: entry(
      days(),
      '30',
      'Packets, receptions, messages and traceroutes older than this are deleted.',
    ),
    positions_days: entry(days(), '90', 'The same for the history of positions.'),
    telemetry_days: entry(days(), '90', 'The same for telemetry.'),
    nodes_days: entry(days(), '365', 'Nodes not heard for this long are deleted.'),
  },
  cleanup: {
    enabled: entry(
      boolean(),
      'true',
      'Delete once a day, and after the start, what [retention] no longer keeps.',
    ),
    hour: entry(hour(), '2', 'Hour of the daily cleanup.'),
    minute: entry(minute(), '0', 'Minute of the daily cleanup.'),
    vacuum: entry(
      boolean(),
      'false',
      'Afterwards give all free space of an SQLite file back to the disk; otherwise only a large part of it is, and the rest is filled again. Where the file has to be rewritten for that (once), it takes as much room again.',
    ),
  },
  backup: {
    enabled: entry(
      boolean(),
      'false',
      'Back the database up once a day. For PostgreSQL its program pg_dump has to be installed here.',
    ),
    dir: entry(path(), './backups', 'Folder of the backups.'),
    hour: entry(hour(), '1', 'Hour of the daily backup.'),
    minute: entry(minute(), '30', 'Minute of the daily backup.'),
    keep_days: entry(days(), '14', 'Backups older than this are deleted.'),
  },
  snapshot: {
    hour: entry(
      hour(),
      '1',
      'Hour at which the numbers of nodes, packets and gateways of the day are noted.',
    ),
    minute: entry(minute(), '0', 'Minute of it.'),
  },
  migrations: {
    backup: entry(boolean(), 'true', 'Back an SQLite database up before its schema is changed.'),
    backups_to_keep: entry(integer(1, 1_000), '3', 'Such backups kept, the newest ones.'),
  },
  logging: {
    level: entry(
      choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
      'info',
      'What is worth a line in the log.',
    ),
    json: entry(
      boolean(),
      'false',
      'Log JSON, one object per line, for programs that collect logs.',
    ),
    access_log: entry(boolean(), 'false', 'Log every HTTP request.'),
    db_cleanup_logfile: entry(
      path(),
      '',
      'A file to which cleanup and backup also write a line. Empty = none.',
    ),
  },
}

export type Schema = typeof SCHEMA
export type SectionName = keyof Schema

/** What each section is about: a line of plain text. */
export const SECTION_HELP: Record<SectionName, string> = {
  server: 'The web server',
  site: 'What visitors see',
  mqtt: 'Where packets come from',
  broker: 'The built-in MQTT broker',
  database: 'Where packets are kept',
  ingest: 'What is taken and how',
  retention: 'How long things are kept',
  cleanup: 'When old things are deleted',
  backup: 'Daily backups',
  snapshot: 'Daily numbers',
  migrations: 'Changes of the database schema, made at start after an upgrade',
  logging: 'The log',
}
