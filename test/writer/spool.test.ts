import assert from 'node:assert/strict'
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Message } from '../../src/writer/message.js'
import { Queue } from '../../src/writer/queue.js'
import { Spool, SpoolFull } from '../../src/writer/spool.js'

function spoolIn(t: TestContext, maxBytes = 1_000_000) {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-spool-'))
  const file = join(folder, 'mesh.db-spool')
  const opened: Spool[] = []
  t.after(() => {
    for (const spool of opened) spool.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const open = () => {
    const spool = new Spool(file, maxBytes)
    spool.open()
    opened.push(spool)
    return spool
  }
  return { file, open }
}

const message = (index: number): Message => ({
  topic: `msh/ü/${index}`,
  payload: Buffer.from([index & 0xff, 0, 255]),
  time_us: 1_795_000_000_000_000 + index,
})

const plain = (messages: Message[]) =>
  messages.map(({ topic, payload, time_us }) => ({ topic, payload, time_us }))

test('messages come back in their order, also in another process', async (t) => {
  const { open } = spoolIn(t)
  const sent = Array.from({ length: 50 }, (_, index) => message(index))
  const first = open()
  await first.append(sent.slice(0, 20))
  await first.append(sent.slice(20))
  const second = open()
  const { messages, next } = second.read()
  assert.deepEqual(plain(messages), sent)
  second.forget(next)
  assert.ok(second.isEmpty)
  assert.ok(open().isEmpty)
})

test('what was replayed is not read again, and what comes later is', async (t) => {
  const { open } = spoolIn(t, 10_000_000)
  const spool = open()
  await spool.append(Array.from({ length: 40_000 }, (_, index) => message(index)))
  assert.equal(open().bytes, spool.bytes, 'another process finds all of it')
  const { messages, next } = spool.read()
  assert.ok(messages.length < 40_000, 'a read is bounded')
  spool.forget(next)
  await spool.append([message(7)])
  const again = open()
  let count = 0
  let last: Message | undefined
  while (!again.isEmpty) {
    const part = again.read()
    count += part.messages.length
    last = part.messages.at(-1)
    again.forget(part.next)
  }
  assert.equal(count, 40_001 - messages.length)
  assert.deepEqual(plain(last ? [last] : []), [message(7)])
})

test('a torn end is left out and hinders nobody', async (t) => {
  const { file, open } = spoolIn(t)
  await open().append([message(1), message(2)])
  for (const tail of ['', 'xx', 'x'.repeat(100)]) {
    const whole = readFileSync(file)
    appendFileSync(file, tail)
    const { messages, next } = open().read()
    assert.equal(messages.length, 2, `with ${tail.length} bytes more`)
    assert.ok(next > 8)
    writeFileSync(file, whole)
  }
  const whole = readFileSync(file)
  whole.writeUInt8(1, whole.length - 1)
  writeFileSync(file, whole)
  assert.deepEqual(plain(open().read().messages), [message(1)], 'whole, but of other bytes')
  await open().append([message(2)])
  writeFileSync(file, readFileSync(file).subarray(0, -1))
  const spool = open()
  const part = spool.read()
  assert.deepEqual(plain(part.messages), [message(1)])
  spool.forget(part.next)
  const rest = spool.read()
  assert.equal(rest.messages.length, 0)
  spool.forget(rest.next)
  assert.ok(spool.isEmpty)
})

test('what is kept after a crash is read, whatever the crash left at the end', async (t) => {
  const whole = Buffer.alloc(40)
  whole.writeUInt32LE(1000)
  for (const torn of [Buffer.alloc(4096), whole, Buffer.alloc(30, 7), Buffer.alloc(3)]) {
    const { file, open } = spoolIn(t)
    await open().append([message(1)])
    appendFileSync(file, torn)
    const spool = open()
    await spool.append([message(2), message(3)])
    const again = open()
    const read: Message[] = []
    while (!again.isEmpty) {
      const { messages, next } = again.read()
      read.push(...messages)
      again.forget(next)
    }
    assert.deepEqual(plain(read), [message(1), message(2), message(3)], `${torn.length} bytes`)
  }
})

test('what waits is taken along when the file is removed, or another is put there', async (t) => {
  const { file, open } = spoolIn(t)
  const spool = open()
  await spool.append([message(1)])
  rmSync(file)
  await spool.append([message(2)])
  assert.deepEqual(plain(open().read().messages), [message(1), message(2)])
  renameSync(file, `${file}-aside`)
  const stranger = open()
  await stranger.append([message(3)])
  await spool.append([message(4)])
  const all = [message(3), message(1), message(2), message(4)]
  assert.deepEqual(plain(open().read().messages), all)
  assert.deepEqual(plain(spool.read().messages), all)
})

test('what the disk gives no more is waited for no longer', async (t) => {
  const { file, open } = spoolIn(t)
  const spool = open()
  await spool.append([message(1), message(2)])
  truncateSync(file, 20)
  const { messages, next } = spool.read()
  assert.deepEqual(messages, [])
  spool.forget(next)
  assert.ok(spool.isEmpty)
})

test('it takes no more than it may, and the file shrinks again', async (t) => {
  const { file, open } = spoolIn(t, 1000)
  const spool = open()
  await spool.append([message(1)])
  await assert.rejects(
    spool.append(Array.from({ length: 100 }, (_, index) => message(index))),
    SpoolFull,
  )
  const { messages, next } = spool.read()
  assert.equal(messages.length, 1)
  spool.forget(next)
  assert.equal(statSync(file).size, 0)
  await spool.append([message(2)])
  assert.deepEqual(plain(spool.read().messages), [message(2)])
})

test('a topic of 64 KB that is no text can be kept as well', async (t) => {
  const { open } = spoolIn(t)
  const queue = new Queue({ batchSize: 2, batchMs: 1, max: 10 })
  queue.push(Buffer.alloc(65_535, 0xff).toString(), Buffer.from([1]))
  queue.push('msh/2/e/LongFast/!00000001', Buffer.from([2]))
  const spool = open()
  await spool.append((await queue.next()) ?? [])
  const [long, plain] = spool.read().messages
  assert.equal(long?.topic.length, 257, 'still too long to be taken for one of firmware')
  assert.equal(plain?.topic, 'msh/2/e/LongFast/!00000001')
})
