import { Transform, type TransformCallback } from 'node:stream'

/**
 * Passes the bytes of an MQTT connection on and ends it when a packet announces more than
 * `maxBytes` after its fixed header (MQTT 3.1.1 § 2.2.3, Remaining Length): otherwise one
 * stranger could make the broker gather 256 MB before it looks at anything.
 */
export class FrameLimit extends Transform {
  readonly #maxBytes: number
  /** Bytes of the current packet still to pass; 0 = a fixed header begins. */
  #rest = 0
  #inHeader = false
  #length = 0
  #shift = 0

  constructor(maxBytes: number) {
    super()
    this.#maxBytes = maxBytes
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const announced = this.#follow(chunk)
    if (announced === null) done(null, chunk)
    else done(new Error(`an MQTT packet of ${announced} bytes; ${this.#maxBytes} are allowed`))
  }

  /** Walks over the packets in a chunk; the length of one that is too long, or null. */
  #follow(chunk: Buffer): number | null {
    let offset = 0
    while (offset < chunk.length) {
      if (this.#rest > 0) {
        const step = Math.min(this.#rest, chunk.length - offset)
        this.#rest -= step
        offset += step
      } else if (!this.#inHeader) {
        // Packet type and flags; the length follows.
        this.#inHeader = true
        this.#length = 0
        this.#shift = 0
        offset++
      } else {
        const byte = chunk[offset++] ?? 0
        this.#length += (byte & 0x7f) * 2 ** this.#shift
        this.#shift += 7
        if (this.#length > this.#maxBytes) return this.#length
        // A fifth length byte is no MQTT; the broker's own parser says so.
        if (byte < 0x80 || this.#shift > 21) {
          this.#inHeader = false
          this.#rest = this.#length
        }
      }
    }
    return null
  }
}
