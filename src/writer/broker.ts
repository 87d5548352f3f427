import { timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { writeToStream } from 'mqtt-packet'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { nowUs } from '../db/values.js'
import { type Connection, type Source, SourceRefused } from './connection.js'
import { FrameLimit } from './frame-limit.js'
import type { Take } from './message.js'

// Every number of two bytes as a buffer of its own, which is the default, takes 7 MB.
writeToStream.cacheNumbers = false

/** The root that every Meshtastic topic begins with. */
const ROOT = 'msh/'
/** CONNACK return code 4 (MQTT 3.1.1 § 3.2.2.3): bad user name or password. */
const BAD_USERNAME_OR_PASSWORD = 4
/** Fixed header, topic and packet id come on top of the payload. */
const TOPIC_ALLOWANCE = 1024

export interface BrokerSource extends Source {
  readonly port: number
  readonly address: string
}

/**
 * The built-in broker: gateways connect to it directly, so that a home server needs no second
 * program. It takes and forwards `msh/#` only, keeps nothing, and hands every message over.
 * Rejects with {@link SourceRefused} when the address is taken or not allowed.
 */
export async function startBroker(
  config: Config['broker'],
  log: Log,
  take: Take,
): Promise<BrokerSource> {
  const sockets = new Set<Socket>()
  const state = { stopping: false }
  const aedes = await createBroker(config, log, take, state)
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    accept(aedes, socket, config.maxMessageBytes, log)
  })
  server.maxConnections = config.maxConnections
  server.on('drop', (dropped) => {
    log.warn(
      { remote: dropped?.remoteAddress },
      `connection refused: [broker] max_connections is ${config.maxConnections}`,
    )
  })
  const { address, port } = await listen(server, config).catch((error) => {
    aedes.close()
    throw error
  })
  const connection: Connection = {
    connected: true,
    broker: `built-in broker on port ${port}`,
    connected_us: nowUs(),
    disconnected_us: null,
    error: null,
  }
  return {
    connection,
    address,
    port,
    async stop() {
      connection.connected = false
      // From here on nothing is taken any more, and nothing that comes is acknowledged.
      state.stopping = true
      server.close()
      for (const socket of sockets) socket.destroy()
      // It waits for acknowledgements that come only when the last batches are stored.
      await Promise.race([new Promise<void>((done) => aedes.close(done)), sleep(300)])
    },
  }
}

async function createBroker(
  config: Config['broker'],
  log: Log,
  take: Take,
  state: { readonly stopping: boolean },
): Promise<Aedes> {
  const aedes = await Aedes.createBroker({
    preConnect: (_client, packet, done) => {
      // No session outlives its connection: whoever made up names would fill the memory with them, and
      // with the messages that are kept for each. What is not acknowledged a gateway sends again itself.
      packet.clean = true
      done(null, true)
    },
    authenticate: (client, username, password, done) => {
      if (isAllowed(config, username, password)) return done(null, true)
      log.warn({ client: client.id }, 'a client gave a wrong [broker] username or password')
      const refusal = new Error('bad user name or password') as AuthenticateError
      refusal.returnCode = BAD_USERNAME_OR_PASSWORD
      done(refusal, null)
    },
    authorizePublish: (client, packet, done) => {
      if (!packet.topic.startsWith(ROOT)) {
        log.warn(
          { client: client?.id, topic: packet.topic.slice(0, 200) },
          `only topics below ${ROOT} are taken; check the root topic of this gateway`,
        )
        return done(new Error('topic not allowed'))
      }
      if (state.stopping) return done(new Error('the broker is stopping'))
      // Nothing is kept for later subscribers: whoever asks later can read the site.
      packet.retain = false
      const payload = toBuffer(packet.payload)
      if (packet.qos === 0) {
        take(packet.topic, payload)
        return done(null)
      }
      // The acknowledgement follows the callback: what was acknowledged is in the database.
      take(packet.topic, payload, () => done(null))
    },
    authorizeSubscribe: (_client, subscription, done) => {
      // Firmware subscribes to its downlink; nothing is kept until somebody has acknowledged it.
      subscription.qos = 0
      done(null, subscription.topic.startsWith(ROOT) ? subscription : null)
    },
  })
  aedes.on('clientReady', (client) => log.info({ client: client.id }, 'a client connected'))
  aedes.on('clientDisconnect', (client) => log.debug({ client: client.id }, 'a client left'))
  const onError = (client: Client, error: Error) => {
    // How a stream of ours reports that the other side simply went away, or that we stop.
    if (error.name === 'AbortError' || state.stopping) return
    log.warn({ client: client.id, reason: error.message }, 'a connection was ended')
  }
  aedes.on('clientError', onError)
  aedes.on('connectionError', onError)
  return aedes
}

function accept(aedes: Aedes, socket: Socket, maxMessageBytes: number, log: Log): void {
  const limit = new FrameLimit(maxMessageBytes + TOPIC_ALLOWANCE)
  limit.on('error', (error) => {
    // The other side went away in the middle of a packet, or we stop: no news.
    if (error.name !== 'AbortError')
      log.warn({ remote: socket.remoteAddress, reason: error.message }, 'a connection was ended')
    socket.destroy()
  })
  socket.on('error', () => socket.destroy())
  socket.pipe(limit)
  const stream = Duplex.from({ readable: limit, writable: socket })
  stream.on('error', () => socket.destroy())
  socket.on('close', () => stream.destroy())
  aedes.handle(stream)
}

function isAllowed(
  config: Config['broker'],
  username: string | undefined,
  password: Readonly<Buffer> | undefined,
): boolean {
  if (config.username === '' && config.password === '') return true
  return (
    isEqual(config.username, username ?? '') && isEqual(config.password, password?.toString() ?? '')
  )
}

/** Compares without telling by its duration how much was right. */
function isEqual(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}

function listen(server: Server, config: Config['broker']): Promise<AddressInfo> {
  const host = config.bind === '*' || config.bind === '' ? '0.0.0.0' : config.bind
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new SourceRefused(addressHint(error, host, config.port)))
    })
    server.listen({ host, port: config.port }, () => resolve(server.address() as AddressInfo))
  })
}

function addressHint(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program (another broker such as Mosquitto, or a second MeshView): choose another with [broker] port, or read from that broker with [mqtt] server.`
    case 'EACCES':
      return `Port ${port} needs rights that this user does not have: choose one from 1024 up with [broker] port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: change [broker] bind.`
    default:
      return `The built-in broker cannot listen on ${host} port ${port} (${error.code}): change [broker] bind or port.`
  }
}

function toBuffer(payload: string | Buffer): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload
}
