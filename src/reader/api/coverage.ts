import type { FastifyInstance } from 'fastify'
import type { CoverageQuestion } from '../../coverage/predict.js'
import { createPredictor, PredictorBusy } from '../../coverage/predictor.js'
import { findNode } from '../../db/read/nodes.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { nodeOfPath } from './node-contact.js'
import { textOf } from './params.js'
import { nodePath } from './schema-parts.js'
import { coverageAnswer, coverageQuery, coverageRanges } from './schemas-coverage.js'

/** What is behind the prediction, for whoever shows it. */
const MODEL = 'ITM area mode'

/**
 * `GET /api/coverage/{node_id}`: where the node is likely to be heard over average hilly land.
 * Parameters are held within the model's ranges; a thread of its own does the sums.
 */
export function coverageEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const predictor = createPredictor()
  app.addHook('onClose', () => predictor.close())
  const schema = {
    summary: 'Predicted coverage of a node',
    description:
      'By the Irregular Terrain Model (Longley and Rice) in area mode: terrain irregularity 90 m, continental temperate climate, average ground, vertical polarisation, no antenna gain. It knows no terrain, so it predicts the same in every direction.',
    tags: ['nodes'],
    params: nodePath,
    querystring: coverageQuery,
    response: { 200: coverageAnswer },
  }
  app.get<{ Params: { node_id: string } }>(
    '/api/coverage/:node_id',
    { schema, config: { failure: 'Failed to predict coverage' } },
    async ({ params, query }) => {
      const node_id = nodeOfPath(params.node_id)
      const parameters = readParameters(query)
      const node = await findNode(context.db, node_id)
      if (node === undefined || node.last_lat === null || node.last_long === null) {
        throw new HttpError(404, 'Node not found or missing location')
      }
      const place = { latitude: node.last_lat / 1e7, longitude: node.last_long / 1e7 }
      const mode = (textOf(query, 'mode') ?? 'perimeter') === 'perimeter' ? 'perimeter' : 'heatmap'
      const question: CoverageQuestion = { mode, ...place, ...parameters }
      const prediction = await predictor.predict(question).catch((error: Error) => {
        if (!(error instanceof PredictorBusy)) throw error
        throw new HttpError(429, 'Too many predictions are being made; try again in a moment')
      })
      return { ...prediction, model: MODEL, parameters }
    },
  )
}

type Parameters = Record<keyof typeof coverageRanges, number>

function readParameters(query: unknown): Parameters {
  const read = Object.entries(coverageRanges).map(([name, range]) => {
    const text = textOf(query, name)
    if (text === undefined) return [name, range.usual]
    const value = Number(text)
    if (!Number.isFinite(value)) throw new HttpError(400, `${name} must be a number`)
    return [name, Math.min(Math.max(value, range.least), range.most)]
  })
  return Object.fromEntries(read)
}
