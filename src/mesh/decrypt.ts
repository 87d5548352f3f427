import { ChannelKey } from './cipher.js'
import { type Data, decodeData } from './data.js'
import type { MeshPacket } from './envelope.js'
import { channelHash, PKI_CHANNEL, PRESET_CHANNELS } from './keys.js'
import { payloadType } from './payloads/index.js'
import { isKnownPortnum } from './portnums.js'

/** A key with the hashes that packets of one channel under it can carry. */
interface Candidate {
  key: ChannelKey
  hashes: ReadonlySet<number>
}

// A radio packet has at most 256 bytes; nothing longer was encrypted by one.
const MAX_ENCRYPTED = 4096
// Channel names come from whoever publishes; a mesh has a few dozen.
const MAX_CHANNELS = 1000

/**
 * Names under which the sender may have computed the hash. Gateways send the name as they have it;
 * some send none, or a preset's name in other case, though radios hash the preset's own spelling.
 */
function hashedNames(channel_id: string): string[] {
  const lower = channel_id.toLowerCase()
  const presets = PRESET_CHANNELS.filter((name) => lower === '' || name.toLowerCase() === lower)
  return [channel_id, ...presets]
}

/** Serialisers write fields in order, so a Data with a port begins with the tag of `portnum`. */
const PORTNUM_TAG = 0x08

/**
 * Reads decrypted bytes, which under a wrong key are noise. Believed only when they begin as Data
 * does, are Data to the last byte, name a port that exists, and hold a payload that can be read.
 */
function plausibleData(bytes: Buffer): Data | null {
  if (bytes[0] !== PORTNUM_TAG) return null
  const data = decodeData(bytes)
  if (data === null || !isKnownPortnum(data.portnum)) return null
  try {
    payloadType(data.portnum)?.type?.decode(data.payload)
    return data
  } catch {
    return null
  }
}

/** The channel keys that this site knows. */
export class KeyRing {
  readonly #keys: readonly ChannelKey[]
  readonly #candidates = new Map<string, Candidate[]>()

  /** @param keys expanded keys of 0 (no encryption), 16 or 32 bytes, the likeliest first */
  constructor(keys: readonly Buffer[]) {
    this.#keys = keys.map((key) => new ChannelKey(key))
  }

  /**
   * Opens an encrypted packet. A key is tried only when its hash with the channel's name is the one
   * in the packet's header; a header without a hash (0, as software other than firmware sends it)
   * allows every key. `null` when no key opens it, when it is under a public key, or not encrypted.
   */
  decrypt(packet: MeshPacket, channel_id: string): { data: Data; bytes: Buffer } | null {
    const length = packet.encrypted?.length ?? 0
    if (packet.encrypted === null || length === 0 || length > MAX_ENCRYPTED) return null
    if (packet.pki_encrypted || channel_id === PKI_CHANNEL) return null
    for (const { key, hashes } of this.#candidatesFor(channel_id)) {
      const isAnyAllowed = packet.channel === 0 && key.bytes.length > 0
      if (!isAnyAllowed && !hashes.has(packet.channel)) continue
      const bytes = key.apply(packet, packet.encrypted)
      const data = plausibleData(bytes)
      if (data !== null) return { data, bytes }
    }
    return null
  }

  #candidatesFor(channel_id: string): Candidate[] {
    const known = this.#candidates.get(channel_id)
    if (known !== undefined) return known
    if (this.#candidates.size >= MAX_CHANNELS) this.#candidates.clear()
    const names = hashedNames(channel_id)
    const candidates = this.#keys.map((key) => ({
      key,
      hashes: new Set(names.map((name) => channelHash(name, key.bytes))),
    }))
    this.#candidates.set(channel_id, candidates)
    return candidates
  }
}
