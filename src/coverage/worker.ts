import { parentPort } from 'node:worker_threads'
import { type CoverageQuestion, predictCoverage } from './predict.js'

/** The thread that predicts: one question in, one answer out. */
parentPort?.on('message', (question: CoverageQuestion) => {
  parentPort?.postMessage(predictCoverage(question))
})
