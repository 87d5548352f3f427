import { type EnvelopeParts, encodeEnvelope } from '../../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../../src/mesh/keys.js'
import { envelopes, names } from './envelopes.js'
import { payloads } from './payloads.js'

const SENDER = 0x50000001

export const encode = (parts: Partial<EnvelopeParts>, id: number) =>
  encodeEnvelope({
    key: DEFAULT_KEY,
    channel_id: 'LongFast',
    gateway_id: 5,
    ...parts,
    packet: { from: SENDER, to: 0xffffffff, id, ...parts.packet },
  })

/** What the table of hostile things sends, as bytes of at most 4 kB; all of one sender. */
export const hostileBytes: Buffer[] = [...envelopes, ...names, ...payloads].flatMap((item, id) =>
  item
    .sends(id, SENDER)
    .slice(0, 3)
    .flatMap((sent) => {
      if (sent === 'restart') return []
      const bytes = 'bytes' in sent ? sent.bytes : encode(sent, id)
      return bytes.length > 0 && bytes.length <= 4000 ? [bytes] : []
    }),
)
