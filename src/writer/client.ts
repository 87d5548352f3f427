import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { type IClientOptions, MqttClient } from 'mqtt'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { nowUs } from '../db/values.js'
import { type Connection, type Source, SourceRefused } from './connection.js'
import type { Take } from './message.js'
import { PublishTap } from './publish-tap.js'

/** The pause before another attempt doubles from here … */
const FIRST_RETRY_MS = 1000
/** … to here. */
const LAST_RETRY_MS = 60_000
/** What a broker gets to answer when this process stops. */
const FAREWELL_MS = 300

/**
 * Reads from a broker elsewhere. Never gives up: a broker that is away is tried again with
 * growing pauses, and the reason is logged when it changes and kept in `connection.error`.
 * Throws {@link SourceRefused} when the configuration cannot be used.
 */
export function startClient(config: Config['mqtt'], log: Log, take: Take): Source {
  const url = `${config.tls ? 'mqtts' : 'mqtt'}://${bracketed(config.server)}:${config.port}`
  const connection: Connection = {
    connected: false,
    broker: url,
    connected_us: null,
    disconnected_us: nowUs(),
    error: 'not connected yet',
  }
  const options = clientOptions(config)
  const authorities = config.caFile ? readAuthorities(config.caFile) : undefined
  const client = new MqttClient(
    () => new PublishTap(openSocket(config, authorities), options.protocolVersion ?? 4, take),
    options,
  )
  let stopping = false

  acknowledgeWhenStored(client, take)
  client.on('connect', () => {
    connection.connected = true
    connection.connected_us = nowUs()
    connection.disconnected_us = null
    connection.error = null
    log.info({ broker: url, topics: config.topics }, 'connected to the broker')
    subscribe(client, config, connection, log)
  })
  client.on('error', (error) => {
    const reason = reasonOf(error, config)
    // The same reason every minute for a night is no news.
    if (reason !== connection.error) log.warn({ broker: url }, reason)
    connection.error = reason
  })
  client.on('close', () => {
    if (connection.connected && !stopping) {
      connection.error = 'the connection to the broker was lost'
      log.warn({ broker: url }, connection.error)
    }
    connection.connected = false
    connection.disconnected_us ??= nowUs()
  })
  client.on('reconnect', () => {
    const pause = client.options.reconnectPeriod ?? FIRST_RETRY_MS
    client.options.reconnectPeriod = Math.min(pause * 2, LAST_RETRY_MS)
  })
  return {
    connection,
    async stop() {
      stopping = true
      // mqtt.js waits for what the broker has not answered yet, and for it to close its side.
      await Promise.race([client.endAsync(!client.connected), sleep(FAREWELL_MS)])
      client.stream.destroy()
    },
  }
}

function openSocket({ server, port, tls }: Config['mqtt'], ca: Buffer | undefined): Socket {
  if (!tls) return connectTcp({ host: server, port })
  // A certificate is for a name: an address is none (RFC 6066 § 3).
  return connectTls({ host: server, port, ca, servername: isIP(server) ? undefined : server })
}

/**
 * Hands messages over, and acknowledges those of QoS 1 only when they are committed: with a
 * session that the broker keeps, what was not stored when this process died comes again.
 *
 * mqtt.js would acknowledge at once, or take one message at a time (`handleMessage`), a commit
 * each. Taken for QoS 0 it does neither, and the acknowledgement is sent from here.
 */
function acknowledgeWhenStored(client: MqttClient, take: Take): void {
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'publish' && packet.qos === 1) packet.qos = 0
  })
  client.on('message', (topic, payload, packet) => {
    const { messageId, qos } = packet
    // Only packets of QoS 1 and 2 have an id (MQTT 3.1.1 § 2.3.1).
    if (messageId === undefined || qos !== 0) take(topic, payload)
    else take(topic, payload, () => client['_sendPacket']({ cmd: 'puback', messageId }))
  })
}

function clientOptions(config: Config['mqtt']): IClientOptions {
  return {
    protocolVersion: config.protocol === '5' ? 5 : 4,
    clientId: config.clientId || `meshview_${randomBytes(6).toString('hex')}`,
    clean: config.cleanSession,
    // A persistent session on MQTT 5 lasts as long as the broker is told (§ 3.1.2.11.2).
    properties:
      config.protocol === '5' && !config.cleanSession
        ? { sessionExpiryInterval: 0xffffffff }
        : undefined,
    username: config.username || undefined,
    password: config.password || undefined,
    keepalive: 30,
    connectTimeout: 15_000,
    reconnectPeriod: FIRST_RETRY_MS,
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    // Every number of two bytes as a buffer of its own: 7 MB.
    writeCache: false,
  }
}

function readAuthorities(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new SourceRefused(
      `[mqtt] ca_file: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
    )
  }
}

function subscribe(
  client: MqttClient,
  config: Config['mqtt'],
  connection: Connection,
  log: Log,
): void {
  // The QoS of the configuration schema is 0 to 2.
  client.subscribe([...config.topics], { qos: config.qos as 0 | 1 | 2 }, (error, granted) => {
    const refused = granted?.filter((grant) => Number(grant.qos) >= 128).map((grant) => grant.topic)
    if (error || refused?.length) {
      connection.error = `the broker refused the subscription to ${(refused?.length ? refused : config.topics).join(', ')}: check [mqtt] topics and the rights of [mqtt] username`
      log.error({ broker: connection.broker }, connection.error)
    }
    // Not before: some brokers refuse a subscription by ending the connection, each time anew.
    if (!error) client.options.reconnectPeriod = FIRST_RETRY_MS
  })
}

/** What went wrong, and which key to look at. */
function reasonOf(error: Error & { code?: string | number }, config: Config['mqtt']): string {
  const place = `${config.server} port ${config.port}`
  switch (error.code) {
    case 'ECONNREFUSED':
      return `no broker answers at ${place}: is it running, are [mqtt] server and port right?`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${config.server} cannot be found: check [mqtt] server and the network`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${place} cannot be reached (${error.code}): check [mqtt] server and the network`
    // MQTT 3.1.1 § 3.2.2.3 and MQTT 5 § 3.2.2.2
    case 4:
    case 5:
    case 134:
    case 135:
      return `the broker at ${place} refused the login: check [mqtt] username and password`
    case 2:
    case 133:
      return `the broker at ${place} refused the client id: change [mqtt] client_id`
    case 1:
    case 132:
      return `the broker at ${place} does not speak MQTT ${config.protocol}: change [mqtt] protocol`
    default:
      if (/certificate|self.signed|altname/i.test(`${error.code} ${error.message}`)) {
        return `the certificate of ${place} is not trusted (${error.message}): check [mqtt] ca_file and server`
      }
      return `cannot connect to ${place}: ${error.message}`
  }
}

/** An IPv6 address stands in brackets in a URL. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
