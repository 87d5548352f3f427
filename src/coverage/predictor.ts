import { Worker } from 'node:worker_threads'
import type { CoverageQuestion, Heatmap, Perimeter } from './predict.js'

type Prediction = Perimeter | Heatmap

/** Predicts in a thread of its own and remembers what it predicted. */
export interface Predictor {
  /** Rejects with PredictorBusy when too many are asking already. */
  predict(question: CoverageQuestion): Promise<Prediction>
  close(): Promise<void>
}

/** Too many questions wait. */
export class PredictorBusy extends Error {}

/** A heat map takes a few megabytes. */
const REMEMBERED = 8
const MOST_WAITING = 20
/** Milliseconds without a question after which the thread ends. */
const IDLE_MS = 60_000

interface Waiting {
  resolve(prediction: Prediction): void
  reject(error: Error): void
}

/** Starts its thread with the first question; the thread keeps no process alive. */
export function createPredictor(): Predictor {
  const known = new Map<string, Promise<Prediction>>()
  // The thread answers in the order of the questions.
  const waiting: Waiting[] = []
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined

  function fail(error: Error): void {
    worker = null
    for (const each of waiting.splice(0)) each.reject(error)
  }

  function start(): Worker {
    const started = new Worker(new URL('./worker.js', import.meta.url))
    started.unref()
    started.on('message', (prediction: Prediction) => {
      waiting.shift()?.resolve(prediction)
      if (waiting.length === 0) idle = setTimeout(rest, IDLE_MS).unref()
    })
    started.on('error', fail)
    started.on('exit', () => {
      if (worker === started) fail(new Error('the thread that predicts coverage has ended'))
    })
    return started
  }

  /** A thread costs memory: one that nobody asks ends, until the next question. */
  function rest(): void {
    const resting = worker
    worker = null
    void resting?.terminate()
  }

  function ask(question: CoverageQuestion): Promise<Prediction> {
    if (waiting.length >= MOST_WAITING) return Promise.reject(new PredictorBusy())
    return new Promise((resolve, reject) => {
      clearTimeout(idle)
      waiting.push({ resolve, reject })
      worker ??= start()
      worker.postMessage(question)
    })
  }

  return {
    predict(question) {
      const key = JSON.stringify(question)
      const remembered = known.get(key)
      if (remembered !== undefined) return remembered
      const prediction = ask(question)
      known.set(key, prediction)
      // What failed may succeed the next time.
      prediction.catch(() => known.delete(key))
      const oldest = known.keys().next().value
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
      return prediction
    },
    async close() {
      clearTimeout(idle)
      const ending = worker
      fail(new Error('the server is stopping'))
      await ending?.terminate()
    },
  }
}
