import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import type { Published } from './traffic.js'

/**
 * A gateway that publishes with QoS 1 and sends again, by itself, what was not acknowledged when
 * its connection was lost.
 */
export interface Gateway {
  /** Messages that the broker has taken over. */
  acknowledged: number
  /** Resolves when all of them are acknowledged, however often the broker went away meanwhile. */
  send(messages: readonly Published[]): Promise<void>
  end(): Promise<void>
}

/** So many messages are on their way at a time: a stream that something can happen in the midst of. */
const ON_THEIR_WAY = 20
/** Longer than any broker of these tests is away, and than what is sent takes a busy machine. */
const PATIENCE_MS = 180_000

export async function startGateway(port: number): Promise<Gateway> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 50 })
  // A broker that is away is what these tests are about.
  client.on('error', () => {})
  await new Promise<void>((resolve) => client.once('connect', () => resolve()))
  const gateway: Gateway = {
    acknowledged: 0,
    async send(messages) {
      const left = [...messages]
      const one = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          await client.publishAsync(next.topic, next.payload, { qos: 1 })
          gateway.acknowledged++
        }
      }
      const all = Promise.all(Array.from({ length: ON_THEIR_WAY }, one))
      const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`${left.length} of ${messages.length} messages were not sent`)
      })
      await Promise.race([all, late])
    },
    end: () => client.endAsync(true),
  }
  return gateway
}
