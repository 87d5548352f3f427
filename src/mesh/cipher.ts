import { type Cipher, createCipheriv } from 'node:crypto'

const BLOCK = 16

/** Sender and id of a packet: what makes the stream of its key unique. */
export interface PacketAddress {
  from: number
  id: number
}

/**
 * One channel key, ready to open and to close packets: AES-CTR, whose nonce is the packet's id as
 * 64 and its sender as 32 bits little endian, then four zero bytes that count the blocks up, big
 * endian (`CryptoEngine` of the firmware). 16 bytes are AES-128, 32 AES-256, 0 no encryption.
 *
 * Counter mode is plain block encryption of consecutive numbers. Doing just that lets one cipher
 * object serve every packet; making one per packet costs more than the encryption itself.
 */
export class ChannelKey {
  readonly bytes: Buffer
  readonly #blocks: Cipher | null

  constructor(bytes: Buffer) {
    if (![0, 16, 32].includes(bytes.length)) {
      throw new RangeError(`a channel key has 0, 16 or 32 bytes, not ${bytes.length}`)
    }
    this.bytes = bytes
    const algorithm = bytes.length === 32 ? 'aes-256-ecb' : 'aes-128-ecb'
    this.#blocks =
      bytes.length === 0 ? null : createCipheriv(algorithm, bytes, null).setAutoPadding(false)
  }

  /** Encrypts and decrypts, which are the same. The result is a buffer of its own. */
  apply(address: PacketAddress, input: Uint8Array): Buffer {
    const output = Buffer.from(input)
    if (this.#blocks === null) return output
    const stream = this.#blocks.update(counters(address, Math.ceil(input.length / BLOCK)))
    for (let index = 0; index < output.length; index += 1) {
      output[index] = (output[index] ?? 0) ^ (stream[index] ?? 0)
    }
    return output
  }
}

function counters(address: PacketAddress, count: number): Buffer {
  const blocks = Buffer.alloc(count * BLOCK)
  for (let index = 0; index < count; index += 1) {
    const start = index * BLOCK
    blocks.writeUInt32LE(address.id >>> 0, start)
    blocks.writeUInt32LE(address.from >>> 0, start + 8)
    blocks.writeUInt32BE(index, start + 12)
  }
  return blocks
}
