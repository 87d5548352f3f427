import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { encodeEnvelope, encodePayload } from '../src/mesh/encode.js'
import { DEFAULT_KEY } from '../src/mesh/keys.js'
import { BROADCAST, formatNodeId } from '../src/mesh/node-id.js'
import { PORT } from '../src/mesh/portnums.js'
import { listeningPort, makeFolder, until } from '../test/helpers/processes.js'
import { clockTenths } from './clock.js'
import { cpuMs, type Helper, residentKb, runHelper, runProgram } from './processes.js'
import type { Line } from './table.js'

const PACKETS_PER_SECOND = 50
const WARM_UP_S = 3
const MEASURED_S = 15
/** Numbers of browsers that listen at once. */
const LISTENERS = [0, 1, 50, 200]
/** For the memory of one: many, because the garbage collector moves by megabytes. */
const MANY_LISTENERS = 900
const SETTLED_MS = 3000

interface Report {
  events: number
  bytes: number
  median: number
  high: number
  longest: number
}

/**
 * The way of a packet from its publisher through the built-in broker, writer, database and reader
 * to browsers that look at the list of packets, and what each of them costs the reader.
 */
export async function benchLive(nodeArgs: readonly string[]): Promise<Line[]> {
  const { config, remove } = makeFolder({
    server: { bind: '127.0.0.1', port: 0 },
    broker: { bind: '127.0.0.1', port: 0 },
    ingest: { flood_per_minute: 0, flood_per_hour: 0 },
  })
  const writer = runProgram('writer', config)
  const reader = runProgram('reader', config, nodeArgs)
  let listeners: Helper | null = null
  try {
    const broker = await listeningPort(writer, 'broker')
    const web = await listeningPort(reader, 'web')
    await until(
      async () => (await fetch(`http://127.0.0.1:${web}/api/status`)).status,
      (status) => status === 200,
      60_000,
    )
    listeners = runHelper('./listeners-process.js', [String(web), '/live/firehose'])
    const lines: Line[] = []
    for (const count of LISTENERS) {
      lines.push(...(await measure(count, broker, listeners, reader.child.pid)))
    }
    const few = LISTENERS.at(-1) ?? 0
    const before = await settled(reader.child.pid)
    await listeners.ask(`open ${MANY_LISTENERS}`)
    const after = await settled(reader.child.pid)
    const each = (after - before) / (MANY_LISTENERS - few)
    return [...lines, { name: 'memory of the reader for one listener', value: each, unit: 'kB' }]
  } finally {
    await listeners?.stop()
    await reader.stop()
    await writer.stop()
    remove()
  }
}

async function measure(
  count: number,
  broker: number,
  listeners: Helper,
  pid: number | undefined,
): Promise<Line[]> {
  await listeners.ask(`open ${count}`)
  await publish(broker, WARM_UP_S)
  await listeners.ask('report')
  const cpuBefore = cpuMs(pid)
  const packets = await publish(broker, MEASURED_S)
  await sleep(500)
  const cpu = ((cpuMs(pid) - cpuBefore) * 1000) / packets
  const report = await listeners.ask<Report>('report')
  const name = `${count} listeners`
  const lines = [{ name: `${name}: CPU of the reader`, value: cpu, unit: 'µs/packet' }]
  if (count === 0) return lines
  const share = (100 * report.events) / (packets * count)
  return [
    { name: `${name}: publish to event, median`, value: report.median, unit: 'ms' },
    {
      name: `${name}: publish to event, 99 % under`,
      value: report.high,
      unit: `ms, longest ${report.longest.toFixed(0)} ms, ${share.toFixed(1)} % of the events came`,
    },
    ...lines,
  ]
}

/** Publishes at an even pace; gives the number of packets. */
async function publish(broker: number, seconds: number): Promise<number> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker}`)
  const total = PACKETS_PER_SECOND * seconds
  const started = performance.now()
  for (let index = 0; index < total; index++) {
    const due = started + (index * 1000) / PACKETS_PER_SECOND
    await sleep(Math.max(0, due - performance.now()))
    const { topic, payload } = nextPacket(index)
    client.publish(topic, payload)
  }
  await client.endAsync()
  return total
}

/** A packet of one of 50 nodes: every other one words, the rest measurements. */
function nextPacket(index: number): { topic: string; payload: Buffer } {
  const from = 0x40000000 + (index % 50)
  const gateway_id = formatNodeId(0x40000000)
  const data =
    index % 2 === 0
      ? { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`number ${index}, do you hear me?`) }
      : {
          portnum: PORT.TELEMETRY,
          payload: encodePayload('Telemetry', {
            time: Math.floor(Date.now() / 1000),
            device_metrics: { battery_level: index % 100, voltage: 3.9, uptime_seconds: index },
          }),
        }
  const packet = { from, to: BROADCAST, id: clockTenths(), hop_limit: 3, hop_start: 3 }
  return {
    topic: `msh/US/bench/2/e/LongFast/${gateway_id}`,
    payload: encodeEnvelope({
      channel_id: 'LongFast',
      gateway_id,
      packet,
      data,
      key: DEFAULT_KEY,
    }),
  }
}

async function settled(pid: number | undefined): Promise<number> {
  await sleep(SETTLED_MS)
  return residentKb(pid)
}
