import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PublishTap } from '../../src/writer/publish-tap.js'
import { until } from '../helpers/processes.js'

const CONNACK = Buffer.from([0x20, 2, 0, 0])
const PINGRESP = Buffer.from([0xd0, 0])

/** A packet of MQTT with its length before it. */
function packet(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const header = [type]
  let length = body.length
  do {
    header.push((length % 128) + (length > 127 ? 128 : 0))
    length = Math.floor(length / 128)
  } while (length > 0)
  return Buffer.concat([Buffer.from(header), body])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

/** A tap on a connection to a server, and what came out of either end of it. */
async function tapped(t: TestContext, protocolVersion: number) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const { port } = server.address() as { port: number }
  const taken: string[] = []
  const passed: Buffer[] = []
  const tap = new PublishTap(connect(port, '127.0.0.1'), protocolVersion, (topic, payload) =>
    taken.push(`${topic}=${payload.toString()}`),
  )
  tap.on('data', (bytes: Buffer) => passed.push(bytes))
  const [broker] = await accepted
  broker.setNoDelay(true)
  t.after(() => {
    tap.destroy()
    broker.destroy()
    server.close()
  })
  return { tap, broker, taken, passed: () => Buffer.concat(passed) }
}

const large = Buffer.alloc(70_000, 'x')
/** What is taken at 3.1.1, and what is passed on, in the order of their coming. */
const stream: { bytes: Buffer; taken?: string }[] = [
  { bytes: packet(0x30, text('too/early'), Buffer.from('1')) },
  { bytes: CONNACK },
  { bytes: packet(0x90, Buffer.from([0, 1, 0])) },
  { bytes: packet(0x30, text('msh/a'), Buffer.from('1')), taken: 'msh/a=1' },
  { bytes: packet(0x31, text('msh/ä'), Buffer.from('retained')), taken: 'msh/ä=retained' },
  { bytes: packet(0x32, text('msh/b'), Buffer.from([0, 7]), Buffer.from('at least once')) },
  { bytes: PINGRESP },
  { bytes: packet(0x30, text('msh/empty')), taken: 'msh/empty=' },
  { bytes: packet(0x30, text(''), Buffer.from('no topic')) },
  { bytes: packet(0x30, Buffer.from([0, 200, 1, 2])) },
  { bytes: packet(0x30, Buffer.from([0])) },
  { bytes: packet(0x38, text('msh/dup'), Buffer.from('no flag of QoS 0')) },
  { bytes: packet(0x30, text('msh/large'), large) },
  {
    bytes: packet(0x30, text('msh/c'), large.subarray(0, 300)),
    taken: `msh/c=${large.subarray(0, 300)}`,
  },
  { bytes: PINGRESP },
]
const taken = stream.flatMap((each) => each.taken ?? [])
const passed = Buffer.concat(stream.filter((each) => each.taken === undefined).map((e) => e.bytes))

for (const [how, sizes] of Object.entries({
  'at once': [1_000_000],
  'byte by byte at first': [...Array.from({ length: 120 }, () => 1), 1_000_000],
  'in odd pieces': Array.from({ length: 3000 }, (_, index) => (index * 7919) % 61),
})) {
  test(`messages of QoS 0 are taken, all else is passed on: ${how}`, async (t) => {
    const { broker, ...out } = await tapped(t, 4)
    let rest = Buffer.concat(stream.map((each) => each.bytes))
    for (const size of sizes) {
      if (rest.length === 0) break
      broker.write(rest.subarray(0, size))
      rest = rest.subarray(size)
      // Otherwise the system joins the pieces.
      if (size < 2) await sleep(1)
      else if (size < 100) await new Promise(setImmediate)
    }
    broker.write(rest)
    await until(
      async () => out.passed().length,
      (length) => length >= passed.length,
    )
    assert.deepEqual(out.taken, taken)
    assert.ok(out.passed().equals(passed))
  })
}

test('a message of MQTT 5 with properties is left to mqtt.js', async (t) => {
  const { broker, ...out } = await tapped(t, 5)
  const plain = packet(0x30, text('msh/a'), Buffer.from([0]), Buffer.from('plain'))
  // Property 1, payload format indicator (§ 3.3.2.3.2).
  const withProperty = packet(0x30, text('msh/b'), Buffer.from([2, 1, 1]), Buffer.from('text'))
  const none = packet(0x30, text('msh/c'))
  broker.write(Buffer.concat([CONNACK, plain, withProperty, none, plain]))
  await until(
    async () => out.taken.length,
    (count) => count >= 2,
  )
  assert.deepEqual(out.taken, ['msh/a=plain', 'msh/a=plain'])
  assert.ok(out.passed().equals(Buffer.concat([CONNACK, withProperty, none])))
})

test('what is written reaches the broker, and either end ends the other', async (t) => {
  const { tap, broker } = await tapped(t, 4)
  tap.write('CONNECT')
  const [bytes] = (await once(broker, 'data')) as [Buffer]
  assert.equal(bytes.toString(), 'CONNECT')
  const closed = new Promise((resolve) => tap.once('close', resolve))
  const failed = once(tap, 'error') as Promise<[NodeJS.ErrnoException]>
  broker.resetAndDestroy()
  const [error] = await failed
  assert.equal(error.code, 'ECONNRESET')
  await closed

  const other = await tapped(t, 4)
  const ended = once(other.broker, 'close')
  other.broker.resume()
  other.tap.end()
  await ended
})
