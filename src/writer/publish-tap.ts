import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { repeatedText } from '../mesh/repeated-text.js'

/** Takes the message of a PUBLISH packet of QoS 0. */
export type TakePublish = (topic: string, payload: Buffer) => void

/** First bytes of packets (MQTT 3.1.1 § 2.2): PUBLISH of QoS 0, retained or not, and CONNACK. */
const PUBLISH = 0x30
const PUBLISH_RETAINED = 0x31
const CONNACK = 0x20
/** Bytes of a packet that is waited for here; longer ones are gathered by the client behind. */
const MAX_PACKET = 65_536
/** One byte for type and flags, one to four for the length. */
const MAX_HEADER = 5

/**
 * Stands between the connection to a broker and mqtt.js, takes the messages of QoS 0 out of the
 * bytes, and passes on all others: mqtt.js spends 6 µs on each, a fifth of what storing it costs,
 * this 2. Those of QoS 0 need neither answer nor memory, which is why they can be taken here; what
 * is not plain about one (properties of MQTT 5, a topic without a name, more than 64 KB) is left to
 * mqtt.js, and so is everything before the CONNACK.
 */
export class PublishTap extends Duplex {
  readonly #socket: Socket
  readonly #take: TakePublish
  readonly #hasProperties: boolean
  /** The beginning of a packet whose end has not come yet. */
  #kept: Buffer | null = null
  /** Bytes still to pass on of a packet that has begun. */
  #passing = 0
  #isOpen = false

  constructor(socket: Socket, protocolVersion: number, take: TakePublish) {
    super()
    this.#socket = socket
    this.#take = take
    this.#hasProperties = protocolVersion >= 5
    socket.on('data', (chunk: Buffer) => this.#follow(chunk))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.#socket.write(chunk, encoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  /** Walks over the packets in what has come. */
  #follow(chunk: Buffer): void {
    const bytes = this.#kept === null ? chunk : Buffer.concat([this.#kept, chunk])
    this.#kept = null
    let offset = 0
    /** Where the bytes begin that are passed on next, so that neighbours go together. */
    let from = 0
    while (offset < bytes.length) {
      if (this.#passing > 0) {
        const step = Math.min(this.#passing, bytes.length - offset)
        this.#passing -= step
        offset += step
        continue
      }
      const body = bodyOf(bytes, offset)
      if (body === null) break
      const end = body.start + body.length
      const type = bytes[offset]
      const isPublish = this.#isOpen && (type === PUBLISH || type === PUBLISH_RETAINED)
      if (isPublish && body.length <= MAX_PACKET) {
        if (end > bytes.length) break
        if (this.#takeFrom(bytes, body.start, end)) {
          this.#passOn(bytes.subarray(from, offset))
          offset = end
          from = end
          continue
        }
      }
      if (type === CONNACK) this.#isOpen = true
      this.#passing = end - offset
    }
    this.#passOn(bytes.subarray(from, offset))
    if (offset < bytes.length) this.#kept = bytes.subarray(offset)
  }

  /** Takes the message of a whole packet; false when it is not a plain one. */
  #takeFrom(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < 2) return false
    const topicStart = start + 2
    const topicEnd = topicStart + bytes.readUInt16BE(start)
    if (topicEnd === topicStart || topicEnd > end) return false
    let payloadStart = topicEnd
    if (this.#hasProperties) {
      // The length of the properties, none here (MQTT 5 § 3.3.2.3).
      if (payloadStart >= end || bytes[payloadStart] !== 0) return false
      payloadStart++
    }
    this.#take(repeatedText(bytes, topicStart, topicEnd), bytes.subarray(payloadStart, end))
    return true
  }

  #passOn(bytes: Buffer): void {
    if (bytes.length > 0 && !this.push(bytes)) this.#socket.pause()
  }
}

/** Where the body of the packet at `offset` starts, and its length; null while that is not known. */
function bodyOf(bytes: Buffer, offset: number): { start: number; length: number } | null {
  let length = 0
  for (let index = 1; index < MAX_HEADER; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) return null
    length += (byte & 0x7f) * 2 ** (7 * (index - 1))
    // A fifth length byte is no MQTT; mqtt.js says so.
    if (byte < 0x80 || index === MAX_HEADER - 1) return { start: offset + index + 1, length }
  }
  return null
}
