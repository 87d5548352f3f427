/**
 * The key that every Meshtastic channel has until its owner sets another (`defaultpsk` in
 * Channels.cpp of the firmware): public, so no secret.
 */
export const DEFAULT_KEY: Buffer = Buffer.from('1PG7OiApB1nwvP+rz05pAQ==', 'base64')

/** Channel names that the firmware uses while a channel of a modem preset has no name of its own. */
export const PRESET_CHANNELS: readonly string[] = [
  'LongFast',
  'LongSlow',
  'LongMod',
  'LongTurbo',
  'VLongSlow',
  'MediumFast',
  'MediumSlow',
  'ShortFast',
  'ShortSlow',
  'ShortTurbo',
  'Custom',
]

/** What gateways write in place of a channel for direct messages under public keys. */
export const PKI_CHANNEL = 'PKI'

/** Whether a channel is the one that radios share without any settings, by its name. */
export function isPublicChannel(name: string): boolean {
  return PRESET_CHANNELS.includes(name)
}

/**
 * Reads a channel key as the apps write it, Base64 or URL-safe Base64, and expands it as the
 * firmware does: 0 bytes or the single byte 0 = no encryption (an empty key); the single byte n =
 * the default key with its last byte raised by n − 1; 2 to 15 bytes are filled up with zeros to 16,
 * 17 to 31 bytes to 32 (AES-128 and AES-256). `null` for what is no Base64 or longer than 32 bytes.
 */
export function expandKey(base64: string): Buffer | null {
  const text = base64.trim().replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const unpadded = text.replace(/=+$/, '')
  if (unpadded.length % 4 === 1) return null
  const bytes = Buffer.from(unpadded, 'base64')
  if (bytes.length === 1) return presetKey(bytes[0] ?? 0)
  if (bytes.length === 0 || bytes.length === 16 || bytes.length === 32) return bytes
  if (bytes.length > 32) return null
  return Buffer.concat([bytes], bytes.length < 16 ? 16 : 32)
}

function presetKey(number: number): Buffer {
  if (number === 0) return Buffer.alloc(0)
  const key = Buffer.from(DEFAULT_KEY)
  key[15] = ((key[15] ?? 0) + number - 1) & 0xff
  return key
}

function xor(bytes: Uint8Array): number {
  let result = 0
  for (const byte of bytes) result ^= byte
  return result
}

/**
 * The byte that tells encrypted packets of different channels apart, in `MeshPacket.channel`:
 * all bytes of the name and of the expanded key, combined by exclusive or.
 */
export function channelHash(name: string, key: Uint8Array): number {
  return xor(Buffer.from(name)) ^ xor(key)
}
