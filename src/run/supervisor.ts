import { EXIT_CONFIG, EXIT_MIGRATION } from '../config/contract.js'
import type { Output } from './output.js'
import {
  type ChildPlan,
  type RestartDelays,
  type WatchedChild,
  watchChild,
} from './watched-child.js'

export interface SupervisorOptions {
  output: Output
  delays?: RestartDelays
  /** Milliseconds that processes have to end by themselves before they are killed. */
  grace?: number
}

export interface Supervisor {
  /** Ends all processes: in order at the first call, by force at the second. */
  stop(reason: string): void
  /** Settles when all have ended: 0 after a stop, 78 when one refused its configuration, 1 else. */
  readonly ended: Promise<number>
}

const DELAYS: RestartDelays = { first: 1_000, longest: 60_000, healthyAfter: 60_000 }
/** A service manager is promised five seconds; the rest is for what follows. */
const GRACE = 4_500

/** Runs the processes until they are stopped or one of them refuses its configuration. */
export function supervise(
  plans: readonly ChildPlan[],
  { output, delays = DELAYS, grace = GRACE }: SupervisorOptions,
): Supervisor {
  const children: WatchedChild[] = []
  /** Set once everything shall end. */
  let exitCode: number | undefined
  let killer: NodeJS.Timeout | undefined
  let settle: (code: number) => void = () => {}
  const ended = new Promise<number>((resolve) => {
    settle = resolve
  })

  const settleWhenEnded = () => {
    if (exitCode === undefined || children.some((child) => child.running)) return
    clearTimeout(killer)
    settle(exitCode)
  }
  const endAll = (signal: NodeJS.Signals) => {
    for (const child of children) child.end(signal)
    settleWhenEnded()
  }
  const endWith = (code: number) => {
    exitCode = code
    killer = setTimeout(() => {
      output.say('not every process has ended in time; killing the rest', 'warn')
      endAll('SIGKILL')
    }, grace)
    endAll('SIGTERM')
  }

  /** Whether a process that has ended shall be started again. */
  const startAgain = (name: string, code: number | null): boolean => {
    if (exitCode !== undefined) {
      settleWhenEnded()
      return false
    }
    if (code === EXIT_CONFIG) {
      output.say(`${name} refuses the configuration, see above; ending`, 'error')
      endWith(EXIT_CONFIG)
      return false
    }
    if (code === EXIT_MIGRATION) {
      output.say(
        `${name} has ended because the database could not be brought up to date, see above; ` +
          'the next start tries again',
        'error',
      )
      return false
    }
    return true
  }

  for (const plan of plans) {
    children.push(watchChild(plan, delays, output, (code) => startAgain(plan.name, code)))
  }

  return {
    stop(reason) {
      if (exitCode === undefined) {
        output.say(`${reason}: stopping`)
        endWith(0)
      } else {
        output.say(`${reason} again: stopping by force`, 'warn')
        exitCode = exitCode || 1
        endAll('SIGKILL')
      }
    },
    ended,
  }
}
