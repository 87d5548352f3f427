import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports.js'

/** Debian puts daemons where an ordinary user's PATH does not look. */
const PLACES = ['mosquitto', '/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto']

/** The Mosquitto program, or null where it is not installed. */
export function findMosquitto(): string | null {
  for (const place of PLACES) {
    if (spawnSync(place, ['-h'], { stdio: 'ignore' }).error === undefined) return place
  }
  return null
}

export interface Mosquitto {
  port: number
  stop(): Promise<void>
}

/** Starts Mosquitto on 127.0.0.1 with lines of configuration of one's own. */
export async function startMosquitto(program: string, lines: string[] = []): Promise<Mosquitto> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'meshview-mosquitto-'))
  const file = join(folder, 'mosquitto.conf')
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'max_queued_messages 0',
    'log_type none',
    ...lines,
  ]
  writeFileSync(file, `${settings.join('\n')}\n`)
  const child = spawn(program, ['-c', file], { stdio: 'ignore' })
  await accepts(port, child)
  return {
    port,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 2400; attempt++) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`)
    if (await canConnect(port)) return
    await sleep(25)
  }
  throw new Error(`mosquitto does not answer on port ${port}`)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
