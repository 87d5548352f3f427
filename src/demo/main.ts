import { connect } from 'mqtt'
import { onStopRequest, startChild } from '../config/child.js'
import type { Config } from '../config/config.js'
import type { Publication } from './air.js'
import { Simulation } from './simulation.js'

// A simulated mesh that publishes through the built-in broker as gateways do.

/** The world is the same in every run. */
const SEED = 20
/** Milliseconds from one packet to the next: about three a second. */
const PACE = { least: 150, most: 520 } as const

/** Attempts to connect before it is said: the broker starts at the same time as this process. */
const PATIENCE = 8

/** Where a client on this machine finds the built-in broker. */
function brokerHost(bind: Config['broker']['bind']): string {
  if (bind === '' || bind === '*' || bind === '0.0.0.0') return '127.0.0.1'
  return bind === '::' ? '::1' : bind
}

/**
 * Connects, lets every node introduce itself, then goes on at an even pace until the process is
 * asked to stop. While the broker is away nothing is published, as with real gateways.
 */
function main(): void {
  const { config, log } = startChild('demo')
  const { broker } = config
  const client = connect({
    host: brokerHost(broker.bind),
    port: broker.port,
    username: broker.username || undefined,
    password: broker.password || undefined,
    clientId: `meshview-demo-${process.pid}`,
    reconnectPeriod: 1000,
    queueQoSZero: false,
    writeCache: false,
  })
  const simulation = new Simulation(SEED, Date.now(), config.site.netTag)
  const timers = new Set<NodeJS.Timeout>()

  const after = (delay_ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, delay_ms)
    timers.add(timer)
  }
  const publish = (publications: readonly Publication[]): void => {
    for (const { topic, payload, delay_ms } of publications) {
      after(delay_ms, () => {
        if (client.connected) client.publish(topic, payload)
      })
    }
  }
  const goOn = (): void => {
    if (client.connected) publish(simulation.next(Date.now()))
    after(PACE.least + Math.random() * (PACE.most - PACE.least), goOn)
  }

  client.once('connect', () => {
    log.info(`publishing a simulated mesh of ${simulation.world.length} nodes`)
    publish(simulation.opening(Date.now()))
    after(3500, goOn)
  })
  let failures = 0
  client.on('connect', () => {
    failures = 0
  })
  client.on('error', (error) => {
    failures += 1
    if (failures !== PATIENCE) return
    log.warn({ reason: error.message }, 'no connection to the broker, trying on')
  })
  onStopRequest(log, async () => {
    for (const timer of timers) clearTimeout(timer)
    await client.endAsync(true)
  })
}

main()
