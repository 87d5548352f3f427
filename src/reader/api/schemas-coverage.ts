import Type from 'typebox'
import { Answer } from './schema-parts.js'

/** What a prediction takes: 3.x's defaults, and the bounds within which the model holds. */
export const coverageRanges = {
  freq_mhz: { usual: 907, least: 20, most: 20_000 },
  tx_dbm: { usual: 20, least: -30, most: 60 },
  tx_height_m: { usual: 5, least: 0.5, most: 3000 },
  rx_height_m: { usual: 1.5, least: 0.5, most: 3000 },
  radius_km: { usual: 40, least: 1, most: 300 },
  step_km: { usual: 0.25, least: 0.05, most: 50 },
  reliability: { usual: 0.5, least: 0.01, most: 0.99 },
  threshold_dbm: { usual: -120, least: -200, most: 0 },
} as const

const parameter = ({ usual, least, most }: { usual: number; least: number; most: number }) =>
  Type.Optional(Type.Number({ default: usual, minimum: least, maximum: most }))

export const coverageQuery = Type.Object({
  mode: Type.Optional(
    Type.String({ default: 'perimeter', description: 'perimeter, anything else is heatmap' }),
  ),
  freq_mhz: parameter(coverageRanges.freq_mhz),
  tx_dbm: parameter(coverageRanges.tx_dbm),
  tx_height_m: parameter(coverageRanges.tx_height_m),
  rx_height_m: parameter(coverageRanges.rx_height_m),
  radius_km: parameter(coverageRanges.radius_km),
  step_km: parameter(coverageRanges.step_km),
  reliability: parameter(coverageRanges.reliability),
  threshold_dbm: parameter(coverageRanges.threshold_dbm),
})

const common = {
  model: Type.String(),
  parameters: Type.Record(Type.String(), Type.Number(), {
    description: 'As they were used, after clamping',
  }),
}
const numbers = (description: string) => Type.Array(Type.Array(Type.Number()), { description })

export const coverageAnswer = Type.Union([
  Answer({
    mode: Type.Literal('perimeter'),
    threshold_dbm: Type.Number(),
    perimeter: numbers('72 points [latitude, longitude], 5° apart, beginning in the north'),
    reach_km: Type.Number({ description: '0 where the signal is below the threshold everywhere' }),
    ...common,
  }),
  Answer({
    mode: Type.Literal('heatmap'),
    min_dbm: Type.Number(),
    max_dbm: Type.Number(),
    points: numbers('[latitude, longitude, dBm]'),
    ...common,
  }),
])
