import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { Message } from './message.js'

const synchronise = promisify(fdatasync)

/** `length` and `crc32` of what follows, both 32 bits. */
const HEADER = 8
/** Arrival time (64-bit float, µs) and length of the topic (16 bits), before topic and payload. */
const FIXED = 10
/** Where the first record stands; before it, how far the file has been replayed (64-bit float). */
const START = 8
const READ_BYTES = 1024 * 1024

/** The spool holds as much as it may. */
export class SpoolFull extends Error {}

/**
 * Messages that the database cannot take now, in a file beside it: appended and forced to the
 * disk a batch at a time, read back in their order. A record that a crash tore is not read.
 * The same message may be read twice after a crash; the ingest knows copies.
 */
export class Spool {
  readonly file: string
  readonly #maxBytes: number
  #descriptor: number | null = null
  #replayed = START
  #end = START

  constructor(file: string, maxBytes: number) {
    this.file = file
    this.#maxBytes = maxBytes
  }

  /**
   * Finds what an earlier process left. What a crash tore at its end is cut off: nothing that comes
   * behind it could be read. Throws the operating system's error.
   */
  open(): void {
    if (this.#descriptor !== null) return
    const descriptor = openSync(this.file, 'a+')
    closeSync(descriptor)
    this.#descriptor = openSync(this.file, 'r+')
    const size = fstatSync(this.#descriptor).size
    const mark = Buffer.alloc(START)
    if (size >= START) readSync(this.#descriptor, mark, 0, START, 0)
    const replayed = mark.readDoubleLE()
    this.#replayed = replayed >= START && replayed <= size ? replayed : START
    this.#end = this.#replayed
    for (let last = -1; last < this.#end; ) {
      last = this.#end
      this.#end += wholeRecords(this.#bytesAt(last, size)).length
    }
    if (this.#end < size) ftruncateSync(this.#descriptor, this.#end)
  }

  get isEmpty(): boolean {
    return this.#replayed >= this.#end
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#end - this.#replayed
  }

  /**
   * Appends a batch; when it resolves the batch is on the disk.
   * Throws {@link SpoolFull}, or the operating system's error; nothing is appended then.
   */
  async append(batch: readonly Message[]): Promise<void> {
    const records = Buffer.concat(batch.map(record))
    if (this.bytes + records.length > this.#maxBytes) throw new SpoolFull()
    const descriptor = this.#inPlace()
    try {
      writeAll(descriptor, records, this.#end)
      await synchronise(descriptor)
    } catch (error) {
      ftruncateSync(descriptor, this.#end)
      throw error
    }
    this.#end += records.length
  }

  /** The oldest messages that wait, about a megabyte of them. Stays until {@link forget}. */
  read(): { messages: Message[]; next: number } {
    const { bodies, length } = wholeRecords(this.#bytesAt(this.#replayed, this.#end))
    // It was whole when it was opened: the disk gives it no more.
    const next = bodies.length === 0 ? this.#end : this.#replayed + length
    return { messages: bodies.map(messageOf), next }
  }

  /** What was read up to `next` is stored. The file is emptied with the last of it. */
  forget(next: number): void {
    const descriptor = this.#opened()
    this.#replayed = next
    if (this.isEmpty) {
      this.#replayed = START
      this.#end = START
      ftruncateSync(descriptor, 0)
      return
    }
    const mark = Buffer.alloc(START)
    mark.writeDoubleLE(next)
    writeSync(descriptor, mark, 0, START, 0)
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
  }

  /** Where somebody removed the file or put another there, what waits is taken along to that. */
  #inPlace(): number {
    const descriptor = this.#opened()
    const named = statSync(this.file, { bigint: true, throwIfNoEntry: false })
    const opened = fstatSync(descriptor, { bigint: true })
    if (named?.ino === opened.ino && named.dev === opened.dev) return descriptor
    const [replayed, end] = [this.#replayed, this.#end]
    this.#descriptor = null
    try {
      this.open()
      const fresh = this.#opened()
      const bytes = Buffer.alloc(READ_BYTES)
      for (let at = replayed; at < end; ) {
        const length = readSync(descriptor, bytes, 0, Math.min(READ_BYTES, end - at), at)
        if (length === 0) break
        writeAll(fresh, bytes.subarray(0, length), this.#end)
        this.#end += length
        at += length
      }
      closeSync(descriptor)
      return fresh
    } catch (error) {
      if (this.#descriptor !== null) closeSync(this.#descriptor)
      this.#descriptor = descriptor
      this.#replayed = replayed
      this.#end = end
      throw error
    }
  }

  /** What stands from `start` on, up to `end`: a megabyte of it. */
  #bytesAt(start: number, end: number): Buffer {
    const bytes = Buffer.alloc(Math.min(READ_BYTES, Math.max(0, end - start)))
    return bytes.subarray(0, readSync(this.#opened(), bytes, 0, bytes.length, start))
  }

  #opened(): number {
    if (this.#descriptor === null) this.open()
    if (this.#descriptor === null) throw new Error('the spool is not open')
    return this.#descriptor
  }
}

function writeAll(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    const left = bytes.length - written
    written += writeSync(descriptor, bytes, written, left, position + written)
  }
}

/**
 * The contents of the records that `bytes` begins with, and how long these are together. They end
 * before what is cut off or torn: a power cut may also leave zeros, which are no record of no bytes.
 */
function wholeRecords(bytes: Buffer): { bodies: Buffer[]; length: number } {
  const bodies: Buffer[] = []
  let offset = 0
  while (offset + HEADER <= bytes.length) {
    const size = bytes.readUInt32LE(offset)
    const body = bytes.subarray(offset + HEADER, offset + HEADER + size)
    if (size < FIXED || body.length < size) break
    if (crc32(body) !== bytes.readUInt32LE(offset + 4)) break
    bodies.push(body)
    offset += HEADER + size
  }
  return { bodies, length: offset }
}

function record(message: Message): Buffer {
  const topic = Buffer.from(message.topic)
  const size = FIXED + topic.length + message.payload.length
  const bytes = Buffer.alloc(HEADER + size)
  bytes.writeUInt32LE(size, 0)
  bytes.writeDoubleLE(message.time_us, HEADER)
  bytes.writeUInt16LE(topic.length, HEADER + 8)
  topic.copy(bytes, HEADER + FIXED)
  message.payload.copy(bytes, HEADER + FIXED + topic.length)
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER)), 4)
  return bytes
}

function messageOf(body: Buffer): Message {
  const topicEnd = FIXED + body.readUInt16LE(8)
  return {
    time_us: body.readDoubleLE(0),
    topic: body.toString('utf8', FIXED, topicEnd),
    payload: Buffer.from(body.subarray(topicEnd)),
  }
}
