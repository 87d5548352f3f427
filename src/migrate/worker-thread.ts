import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../db/open.js'
import { migrate } from './runner.js'
import { chainOfModule, sent, type WorkerInput, type WorkerMessage } from './worker.js'

const { url, chain, ...options } = workerData as WorkerInput
const stopping = new AbortController()

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

async function main(): Promise<void> {
  parentPort?.on('message', () => stopping.abort())
  try {
    const db = await openDatabase(url, 'write')
    try {
      const result = await migrate(db, {
        ...options,
        revisions: chain === undefined ? undefined : await chainOfModule(chain),
        signal: stopping.signal,
        log: (line) => post({ kind: 'log', line }),
      })
      post({ kind: 'done', result })
    } finally {
      await db.close()
    }
  } catch (error) {
    post({ kind: 'failed', error: sent(error) })
  }
  parentPort?.close()
}

void main()
