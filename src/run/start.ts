import { accessSync, constants } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '../config/config.js'
import { listeningMessage } from './addresses.js'
import { createOutput } from './output.js'
import { livingProcess } from './pid-file.js'
import { program } from './programs.js'
import { supervise } from './supervisor.js'
import type { ChildPlan } from './watched-child.js'

export interface StartOptions {
  config: string
  pidDir: string
  demo: boolean
}

/** Processes left by an mvrun that was killed end by themselves within this many milliseconds. */
const ORPHANS_GONE_AFTER = 6_000
/** Signals within this many milliseconds of the first are the same request to stop. */
const ONE_REQUEST = 300

/**
 * Runs writer and reader (and the simulated mesh) until SIGTERM or SIGINT; gives the exit code.
 * Throws ConfigError before anything is started.
 */
export async function start(options: StartOptions): Promise<number> {
  const file = resolve(options.config)
  const pidDir = resolve(options.pidDir)
  const env = options.demo ? demoEnvironment(dirname(file)) : {}
  // The same reading that every process does: one message instead of three.
  const { config, warnings } = loadConfig(file, { ...process.env, ...env })

  const output = createOutput({
    write: (text) => process.stdout.write(text),
    json: config.logging.json,
    colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
    onListening: (listening) => output.say(listeningMessage(listening)),
  })
  for (const warning of warnings) output.say(warning, 'warn')

  const plans = planChildren(file, pidDir, options.demo, env)
  const problem = folderProblem(pidDir) ?? (await runningProblem(plans, file))
  if (problem) {
    output.say(problem, 'error')
    return 1
  }

  const supervisor = supervise(plans, { output })
  onStopSignal((signal) => supervisor.stop(signal))
  onNpmGone(() => supervisor.stop('npm is gone'))
  return supervisor.ended
}

/** Hears SIGTERM, SIGINT and SIGHUP; under npm one Ctrl-C arrives twice, which counts once. */
function onStopSignal(stop: (signal: string) => void): void {
  let first: number | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      if (first !== undefined && now - first < ONE_REQUEST) return
      first ??= now
      stop(signal)
    })
  }
}

/** `npm start` that is killed passes no signal on; its child sees that it has another parent. */
function onNpmGone(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    stop()
  }, 1_000)
  timer.unref()
}

/** A database of its own, and the built-in broker whatever the file says. */
function demoEnvironment(folder: string): Record<string, string> {
  return {
    MESHVIEW_DATABASE_CONNECTION_STRING: `sqlite:///${join(folder, 'demo.db')}`,
    MESHVIEW_MQTT_SERVER: '',
    MESHVIEW_MQTT_PORT: '',
    MESHVIEW_MQTT_TLS: 'false',
    MESHVIEW_MQTT_TOPICS: '["msh/#"]',
  }
}

function planChildren(
  configFile: string,
  pidDir: string,
  demo: boolean,
  env: Record<string, string>,
): ChildPlan[] {
  const demoFile = fileURLToPath(new URL('../demo/main.js', import.meta.url))
  const args = ['--config', configFile]
  const pidFile = (name: string) => join(pidDir, name)
  return [
    {
      name: 'writer',
      ...program('writer'),
      args,
      env,
      pidFile: pidFile('meshview-db.pid'),
    },
    {
      name: 'reader',
      ...program('reader'),
      args,
      env,
      pidFile: pidFile('meshview-web.pid'),
    },
    ...(demo ? [{ name: 'demo', file: demoFile, args, env }] : []),
  ]
}

function folderProblem(pidDir: string): string | undefined {
  try {
    accessSync(pidDir, constants.W_OK)
    return undefined
  } catch {
    return `no pid file can be written to ${pidDir}; name another folder with --pid_dir DIR`
  }
}

async function runningProblem(
  plans: readonly ChildPlan[],
  config: string,
): Promise<string | undefined> {
  const deadline = performance.now() + ORPHANS_GONE_AFTER
  for (const { pidFile, file } of plans) {
    if (!pidFile) continue
    let living = livingProcess(pidFile, file, config)
    while (living !== undefined && performance.now() < deadline) {
      await sleep(200)
      living = livingProcess(pidFile, file, config)
    }
    if (living !== undefined) {
      const other =
        living.config === config ? '' : ` with ${living.config ?? 'another configuration'}`
      return `MeshView is running already${other}: ${pidFile} names process ${living.pid}. Stop it, or name another folder with --pid_dir DIR`
    }
  }
  return undefined
}
