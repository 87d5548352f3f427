import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { clockTenths } from './clock.js'
import { quantile } from './processes.js'

/**
 * A process of many browsers that listen to one page: `PORT PATH`. Told `open COUNT` it has so many
 * streams open, told `report` it answers how long events took since the last report. The id of a
 * packet is the time at which it was published (clock.ts).
 */
const [port = '', path = ''] = process.argv.slice(2)
const PACKET = /\/packet\/(\d+)/g
const streams: Socket[] = []
let delays_ms: number[] = []
let bytes = 0

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, count] = line.split(' ')
  if (verb === 'open') {
    await open(Number(count))
    console.log(JSON.stringify({ open: streams.length }))
  } else {
    console.log(
      JSON.stringify({
        events: delays_ms.length,
        bytes,
        median: quantile(delays_ms, 0.5),
        high: quantile(delays_ms, 0.99),
        longest: delays_ms.reduce((most, delay) => Math.max(most, delay), 0),
      }),
    )
    delays_ms = []
    bytes = 0
  }
}
for (const stream of streams) stream.destroy()

async function open(count: number): Promise<void> {
  while (streams.length > count) streams.pop()?.destroy()
  while (streams.length < count) {
    const socket = connect(Number(port), '127.0.0.1')
    streams.push(socket)
    socket.setEncoding('latin1')
    socket.write(`GET ${path} HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n\r\n`)
    await once(socket, 'data')
    socket.on('data', hear)
  }
}

/** A part of an event that arrives in two pieces may be missed: there are enough others. */
function hear(text: string): void {
  bytes += text.length
  let last = ''
  for (const [, id = ''] of text.matchAll(PACKET)) {
    // A row names its packet more than once.
    if (id !== last) delays_ms.push(((clockTenths() - Number(id)) >>> 0) / 10)
    last = id
  }
}
