import { PORT } from '../portnums.js'
import { cleanName } from '../text.js'
import { validPosition } from './position.js'
import { messagePayload } from './type.js'

/** What a gateway tells the world about itself (`MapReport` in mqtt.proto). */
export interface MapReport {
  long_name: string
  short_name: string
  role: string
  hw_model: string
  firmware_version: string
  region: string
  modem_preset: string
  has_default_channel: boolean
  /** 1e-7 degrees; 0 and 0 without a fix. */
  latitude_i: number
  longitude_i: number
  altitude: number
  position_precision: number
  num_online_local_nodes: number
  has_opted_report_location: boolean
}

export const mapReport = messagePayload<MapReport>({
  portnum: PORT.MAP_REPORT,
  message: 'MapReport',
  read(plain) {
    const report = plain as unknown as MapReport
    report.long_name = cleanName(report.long_name)
    report.short_name = cleanName(report.short_name)
    report.firmware_version = cleanName(report.firmware_version)
    return report
  },
  summary(value) {
    const fix = validPosition(value.latitude_i, value.longitude_i)
    const place = fix === null ? '' : `${fix.latitude.toFixed(5)}, ${fix.longitude.toFixed(5)}`
    return [value.long_name, value.hw_model, value.firmware_version, value.region, place]
      .filter(Boolean)
      .join(', ')
  },
})

/** @throws MeshFault */
export function decodeMapReport(payload: Uint8Array): MapReport {
  return mapReport.decode(payload)
}
