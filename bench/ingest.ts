import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '../src/db/open.js'
import { program } from '../src/run/programs.js'
import { startMosquitto } from '../test/helpers/mosquitto.js'
import { makeFolder, run, until } from '../test/helpers/processes.js'
import type { Published, Traffic } from '../test/helpers/traffic.js'

export interface IngestResult {
  /** Envelopes per second from the first one published to the last one committed. */
  rate: number
  /** Microseconds of CPU that the writer spent per envelope; null where the system does not tell. */
  cpuUs: number | null
  receptions: number
  bytesPerReception: number
}

export interface IngestOptions {
  nodeArgs?: string[]
  /** Makes the database, before the writer begins. */
  fill?(file: string): Promise<void>
}

/**
 * A writer reads from Mosquitto what another process publishes: three processes on this machine.
 * Each traffic is published after the one before is stored; one result each.
 */
export async function measureIngest(
  broker: string,
  runs: Traffic[],
  { nodeArgs = [], fill }: IngestOptions = {},
): Promise<IngestResult[]> {
  const mosquitto = await startMosquitto(broker)
  const { folder, config, remove } = makeFolder({
    mqtt: { server: '127.0.0.1', port: mosquitto.port },
    ingest: {
      ...{ flood_per_minute: 0, flood_per_hour: 0, gateway_per_hour: 0, queue_max: 10_000_000 },
    },
    retention: { packets_days: 0, positions_days: 0, telemetry_days: 0, nodes_days: 0 },
  })
  await fill?.(join(folder, 'packets.db'))
  // As `npm start` runs it.
  const writer = run('src/writer/main.js', ['--config', config], {}, undefined, [
    ...program('writer').nodeArgs,
    ...nodeArgs,
  ])
  try {
    await writer.said(/"connected to the broker"/)
    await writer.said(/"storing packets"/)
    const db = await openDatabase(`sqlite:///${join(folder, 'packets.db')}`, 'read')
    const results: IngestResult[] = []
    for (const traffic of runs) {
      results.push(await measureOne(traffic, folder, mosquitto.port, db, writer.child.pid))
    }
    await db.close()
    return results
  } finally {
    await writer.stop()
    await mosquitto.stop()
    remove()
  }
}

/**
 * The same way through Mosquitto into a floor, made of our own parts and run as the writer is, or of
 * the libraries' and run by Node's own flags; one result each.
 */
export async function measureFloor(
  broker: string,
  runs: Traffic[],
  whose: 'own' | 'library',
): Promise<Pick<IngestResult, 'rate' | 'cpuUs'>[]> {
  const mosquitto = await startMosquitto(broker)
  const { folder, remove } = makeFolder({})
  const count = runs[0]?.messages.length ?? 0
  const floor = run(
    'bench/floor-process.js',
    [String(mosquitto.port), folder, String(count), whose],
    ...[{}, undefined, whose === 'own' ? [...program('writer').nodeArgs] : []],
  )
  try {
    await floor.said(/ready/)
    const results: Pick<IngestResult, 'rate' | 'cpuUs'>[] = []
    for (const traffic of runs) {
      const go = await readyPublisher(traffic, folder, mosquitto.port)
      const cpuBefore = cpuSeconds(floor.child.pid)
      const started = performance.now()
      go()
      await until(
        async () => floor.lines.filter((line) => line === 'done').length,
        (done) => done > results.length,
        120_000,
      )
      const seconds = (performance.now() - started) / 1000
      const cpuUs = cpuPerMessage(cpuBefore, cpuSeconds(floor.child.pid), count)
      results.push({ rate: count / seconds, cpuUs })
    }
    return results
  } finally {
    await floor.stop()
    await mosquitto.stop()
    remove()
  }
}

/** A publisher that is connected and waits to be told. */
async function readyPublisher(traffic: Traffic, folder: string, port: number): Promise<() => void> {
  const file = join(folder, 'traffic.mqtt')
  writeFileSync(file, Buffer.concat(traffic.messages.map(publishPacket)))
  const script = fileURLToPath(new URL('./publisher.js', import.meta.url))
  const publisher = spawn(process.execPath, [script, String(port), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(publisher.stdout, 'data')
  return () => publisher.stdin.write('go\n')
}

async function measureOne(
  traffic: Traffic,
  folder: string,
  port: number,
  db: Database,
  writerPid: number | undefined,
): Promise<IngestResult> {
  const before = await received(db)
  const go = await readyPublisher(traffic, folder, port)
  const cpuBefore = cpuSeconds(writerPid)
  const started = performance.now()
  go()
  await until(
    () => received(db),
    (count) => count - before >= traffic.messages.length,
    120_000,
  )
  const seconds = (performance.now() - started) / 1000
  const cpuAfter = cpuSeconds(writerPid)
  const count = traffic.messages.length
  const totals = await db.get<{ value: number }>(
    "select value from counter where name = 'total.receptions'",
  )
  const receptions = totals?.value ?? 0
  return {
    rate: count / seconds,
    cpuUs: cpuPerMessage(cpuBefore, cpuAfter, count),
    receptions,
    bytesPerReception: statSync(join(folder, 'packets.db')).size / receptions,
  }
}

function cpuPerMessage(before: number | null, after: number | null, count: number): number | null {
  return before === null || after === null ? null : ((after - before) * 1e6) / count
}

async function received(db: Database): Promise<number> {
  const row = await db.get<{ value: number }>("select value from counter where name = 'received'")
  return row?.value ?? 0
}

/** CPU time that a process has used, where there is /proc (in ticks of 10 ms). */
export function cpuSeconds(pid: number | undefined): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return null
  }
}

/** A PUBLISH packet of QoS 0 (MQTT 3.1.1 § 3.3). */
function publishPacket({ topic, payload }: Published): Buffer {
  const name = Buffer.from(topic)
  let length = 2 + name.length + payload.length
  const header = [0x30]
  do {
    header.push((length % 128) + (length > 127 ? 128 : 0))
    length = Math.floor(length / 128)
  } while (length > 0)
  return Buffer.concat([
    Buffer.from([...header, name.length >> 8, name.length & 0xff]),
    name,
    payload,
  ])
}
