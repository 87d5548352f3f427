import { createDecipheriv } from 'node:crypto'
import { connect as connectTcp } from 'node:net'
import { connectAsync, MqttClient } from 'mqtt'
import { ChannelKey } from '../src/mesh/cipher.js'
import { decodeData } from '../src/mesh/data.js'
import { decodeEnvelope } from '../src/mesh/envelope.js'
import { DEFAULT_KEY } from '../src/mesh/keys.js'
import { outgoingType } from '../src/mesh/proto.js'
import { PublishTap, type TakePublish } from '../src/writer/publish-tap.js'

/** What a floor keeps of a packet, by the names of mesh.proto. */
interface Header {
  id: number
  from: number
  to: number
  rx_time: number
  rx_rssi: number
  rx_snr: number
  hop_limit: number
  hop_start: number
  encrypted?: Uint8Array | null
}

/** What a floor consists of besides its loop and its tables. */
export interface FloorParts {
  subscribe(port: number, take: TakePublish): Promise<void>
  decode(payload: Buffer): { packet: Header; gateway_node_id: number | null }
  open(packet: Header): { portnum: number | undefined; bytes: Uint8Array }
}

/**
 * The libraries as anybody would use them, which is what issue and targets call the floor: mqtt.js
 * tells of messages, protobufjs decodes the whole ServiceEnvelope, Node deciphers AES-CTR.
 */
export function libraryParts(): FloorParts {
  const envelope = outgoingType('ServiceEnvelope')
  const data = outgoingType('Data')
  return {
    async subscribe(port, take) {
      const client = await connectAsync(`mqtt://127.0.0.1:${port}`)
      client.on('message', take)
      await client.subscribeAsync('msh/#')
    },
    decode(payload) {
      const { packet, gateway_id } = envelope.decode(payload) as unknown as {
        packet: Header
        gateway_id: string
      }
      return { packet, gateway_node_id: Number.parseInt(gateway_id.slice(1), 16) }
    },
    open({ id, from, encrypted }) {
      // Id and sender little endian, then the counter of blocks (CryptoEngine of the firmware).
      const nonce = Buffer.alloc(16)
      nonce.writeUInt32LE(id, 0)
      nonce.writeUInt32LE(from, 8)
      const bytes = createDecipheriv('aes-128-ctr', DEFAULT_KEY, nonce).update(
        encrypted ?? Buffer.alloc(0),
      )
      return { portnum: (data.decode(bytes) as unknown as { portnum: number }).portnum, bytes }
    },
  }
}

/**
 * The writer's own way from the socket to messages, its decoder and its cipher, all of them cheaper
 * than the libraries' own: ingest and floor differ in what the product does besides.
 */
export function ownParts(): FloorParts {
  const key = new ChannelKey(DEFAULT_KEY)
  return {
    async subscribe(port, take) {
      const client = new MqttClient(() => new PublishTap(connectTcp(port, '127.0.0.1'), 4, take), {
        protocolVersion: 4,
      })
      await new Promise<void>((resolve) => client.once('connect', () => resolve()))
      await client.subscribeAsync('msh/#')
    },
    decode: decodeEnvelope,
    open(packet) {
      const bytes = key.apply(packet, packet.encrypted ?? Buffer.alloc(0))
      return { portnum: decodeData(bytes)?.portnum, bytes }
    },
  }
}
