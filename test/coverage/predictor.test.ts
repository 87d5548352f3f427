import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CoverageQuestion, predictCoverage } from '../../src/coverage/predict.js'
import { createPredictor, PredictorBusy } from '../../src/coverage/predictor.js'

const QUESTION: CoverageQuestion = {
  mode: 'perimeter',
  latitude: 47,
  longitude: 8,
  freq_mhz: 868,
  tx_dbm: 20,
  tx_height_m: 5,
  rx_height_m: 1.5,
  radius_km: 40,
  step_km: 0.25,
  reliability: 0.5,
  threshold_dbm: -120,
}

test('a thread answers what the model says, the second time from memory', async (t) => {
  const predictor = createPredictor()
  t.after(() => predictor.close())
  const first = await predictor.predict(QUESTION)
  assert.deepEqual(first, predictCoverage(QUESTION))
  assert.equal(await predictor.predict({ ...QUESTION }), first)
  const other = await predictor.predict({ ...QUESTION, mode: 'heatmap' })
  assert.equal(other.mode, 'heatmap')
})

test('many questions at once are answered each with its own, too many refused', async (t) => {
  const predictor = createPredictor()
  t.after(() => predictor.close())
  const questions = Array.from({ length: 30 }, (_, n) => ({ ...QUESTION, tx_dbm: n }))
  const answers = await Promise.allSettled(questions.map((each) => predictor.predict(each)))
  const refused = answers.filter((each) => each.status === 'rejected')
  assert.equal(refused.length, 10)
  assert.ok(refused.every((each) => each.reason instanceof PredictorBusy))
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 'fulfilled') continue
    assert.deepEqual(answer.value, predictCoverage({ ...QUESTION, tx_dbm: index }))
  }
  assert.equal((await predictor.predict({ ...QUESTION, tx_dbm: 29 })).mode, 'perimeter')
})

test('who waits when the server stops is told', async () => {
  const predictor = createPredictor()
  const answer = assert.rejects(predictor.predict(QUESTION), /stopping/)
  await predictor.close()
  await answer
})
