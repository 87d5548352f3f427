import { MeshFault } from '../mesh/fault.js'
import { decodeTelemetry, type Metrics } from '../mesh/payloads/index.js'

/** What a stored report says of the device; null where it says nothing, or makes no sense. */
export function deviceMetricsIn(bytes: Buffer): Metrics | null {
  try {
    return decodeTelemetry(bytes).device_metrics
  } catch (error) {
    if (error instanceof MeshFault) return null
    throw error
  }
}
