// What the fuzz test begins with. Bytes that once failed, or that lead a decoder of protobuf to its
// edges, are kept here for good; so are seeds. A failure of the fuzz test prints both.

/** Seeds of fast-check whose runs are repeated each time; besides one that is new each time. */
export const SEEDS = [20_261_127, -1_803_226_418]

const bytes = (text: string) => Buffer.from(text, 'hex')

/** A topic, the bytes, and why they are here. */
export const EXAMPLES: { why: string; topic: string; payload: Buffer }[] = [
  { why: 'no byte and no topic', topic: '', payload: bytes('') },
  { why: 'groups in groups, as deep as they go', topic: 'x', payload: Buffer.alloc(16_000, 0x0b) },
  { why: 'a group that only ends', topic: 'x', payload: bytes('0c0c') },
  { why: 'a number of 11 bytes', topic: 'x', payload: bytes('08ffffffffffffffffffff01') },
  { why: 'a length of 4 GB', topic: 'x', payload: bytes('0affffffff0f') },
  { why: 'a negative length', topic: 'x', payload: bytes('0affffffffffffffffff01') },
  { why: 'field number 0', topic: 'x', payload: bytes('0000') },
  { why: 'the wire types that there are not', topic: 'x', payload: bytes('0e0f') },
  { why: 'a packet that is a number', topic: 'x', payload: bytes('0805') },
  {
    why: 'two packets, the last one counts',
    topic: 'x',
    payload: bytes('0a020d000a070d0100005022003500'),
  },
  {
    why: 'a packet of nothing but its sender',
    topic: 'msh/2/map/',
    payload: bytes('0a050d01000050'),
  },
  {
    why: 'a Data message in itself, cut off',
    topic: 'msh/2/e/x/!1',
    payload: bytes('0a0f0d0100005022080801120a08011202'),
  },
  {
    why: 'a telemetry payload of groups',
    topic: 'msh/2/e/x/!1',
    payload: Buffer.concat([
      bytes('0a'),
      Buffer.from([(2010 & 0x7f) | 0x80, 2010 >> 7]),
      bytes('0d01000050'),
      bytes('22'),
      Buffer.from([(2002 & 0x7f) | 0x80, 2002 >> 7]),
      bytes('084312'),
      Buffer.from([(1997 & 0x7f) | 0x80, 1997 >> 7]),
      Buffer.alloc(1997, 0x13),
    ]),
  },
]
