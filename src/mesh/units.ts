// How the fields of the messages are read by people: units as the comments in Meshtastic's .proto
// files state them. One table by field name; the few names that mean different things in different
// messages are listed as `Message.field`.

export interface FieldHint {
  unit?: string
  /** The number on the wire is multiplied by this … */
  scale?: number
  /** … and shown with this many decimals at most. */
  decimals?: number
  /** The number on the wire that stands for “not known”. */
  none?: number
  /**
   * `node`: a node number, shown as `!hex`. `id`: a number that nobody counts with. `icon`: the code
   * point of an emoji. `coordinate`: a number that is put into maps as it stands.
   */
  kind?: 'node' | 'id' | 'icon' | 'coordinate'
}

const DEGREES: FieldHint = { unit: '°', scale: 1e-7, decimals: 7, kind: 'coordinate' }
const DILUTION: FieldHint = { scale: 0.01, decimals: 2 }
const PERCENT: FieldHint = { unit: '%' }
const CELSIUS: FieldHint = { unit: '°C' }
const VOLTS: FieldHint = { unit: 'V' }
const MILLIAMPERES: FieldHint = { unit: 'mA' }
const LUX: FieldHint = { unit: 'lx' }
const WIND: FieldHint = { unit: 'm/s' }
const PARTICLES: FieldHint = { unit: '1/0.1 l' }
const DUST: FieldHint = { unit: 'µg/m³' }
const SECONDS: FieldHint = { unit: 's' }
const UNIX: FieldHint = { unit: 'unix s' }
const METRES: FieldHint = { unit: 'm' }
const BYTES: FieldHint = { unit: 'B' }
/** The firmware writes INT8_MIN for a hop whose SNR nobody told. */
const QUARTER_DB: FieldHint = { unit: 'dB', scale: 0.25, decimals: 2, none: -128 }
const NODE: FieldHint = { kind: 'node' }
const ID: FieldHint = { kind: 'id' }
const LOAD: FieldHint = { scale: 0.01, decimals: 2 }

const HINTS: Record<string, FieldHint> = {
  latitude_i: DEGREES,
  longitude_i: DEGREES,
  altitude: METRES,
  altitude_hae: METRES,
  altitude_geoidal_separation: METRES,
  PDOP: DILUTION,
  HDOP: DILUTION,
  VDOP: DILUTION,
  // Millimetres on the wire.
  gps_accuracy: { unit: 'm', scale: 0.001, decimals: 3 },
  // mesh.proto said m/s until 2026 (meshtastic/protobufs#963): firmware has always sent km/h, what its
  // GPS library calls speed.kmph().
  ground_speed: { unit: 'km/h' },
  ground_track: { unit: '°', scale: 0.01, decimals: 2 },
  timestamp_millis_adjust: { unit: 'ms' },
  precision_bits: { unit: 'bit' },
  position_precision: { unit: 'bit' },
  next_update: SECONDS,
  time: UNIX,
  timestamp: UNIX,
  last_rx_time: UNIX,
  expire: UNIX,
  encapsulated_rxtime: UNIX,
  battery_level: PERCENT,
  voltage: VOLTS,
  channel_utilization: PERCENT,
  air_util_tx: PERCENT,
  uptime_seconds: SECONDS,
  uptime: SECONDS,
  up_time: SECONDS,
  temperature: CELSIUS,
  soil_temperature: CELSIUS,
  co2_temperature: CELSIUS,
  form_temperature: CELSIUS,
  pm_temperature: CELSIUS,
  relative_humidity: PERCENT,
  co2_humidity: PERCENT,
  form_humidity: PERCENT,
  pm_humidity: PERCENT,
  soil_moisture: PERCENT,
  barometric_pressure: { unit: 'hPa' },
  gas_resistance: { unit: 'MΩ' },
  current: MILLIAMPERES,
  distance: { unit: 'mm' },
  lux: LUX,
  white_lux: LUX,
  ir_lux: LUX,
  uv_lux: LUX,
  wind_direction: { unit: '°' },
  wind_speed: WIND,
  wind_gust: WIND,
  wind_lull: WIND,
  weight: { unit: 'kg' },
  radiation: { unit: 'µR/h' },
  rainfall_1h: { unit: 'mm' },
  rainfall_24h: { unit: 'mm' },
  pm10_standard: DUST,
  pm25_standard: DUST,
  pm40_standard: DUST,
  pm100_standard: DUST,
  pm10_environmental: DUST,
  pm25_environmental: DUST,
  pm100_environmental: DUST,
  particles_03um: PARTICLES,
  particles_05um: PARTICLES,
  particles_10um: PARTICLES,
  particles_25um: PARTICLES,
  particles_40um: PARTICLES,
  particles_50um: PARTICLES,
  particles_100um: PARTICLES,
  particles_tps: { unit: 'µm' },
  co2: { unit: 'ppm' },
  form_formaldehyde: { unit: 'ppb' },
  heart_bpm: { unit: '1/min' },
  spO2: PERCENT,
  heap_total_bytes: BYTES,
  heap_free_bytes: BYTES,
  freemem_bytes: BYTES,
  diskfree1_bytes: BYTES,
  diskfree2_bytes: BYTES,
  diskfree3_bytes: BYTES,
  load1: LOAD,
  load5: LOAD,
  load15: LOAD,
  noise_floor: { unit: 'dBm' },
  snr: { unit: 'dB' },
  snr_towards: QUARTER_DB,
  snr_back: QUARTER_DB,
  route: NODE,
  route_back: NODE,
  node_id: NODE,
  last_sent_by_id: NODE,
  locked_to: NODE,
  encapsulated_to: NODE,
  encapsulated_from: NODE,
  node_broadcast_interval_secs: SECONDS,
  num_seconds: SECONDS,
  period: SECONDS,
  'History.window': { unit: 'min' },
  return_window: { unit: 'min' },
  'Waypoint.id': ID,
  'Waypoint.icon': { kind: 'icon' },
  sensor_id: ID,
  nonce: ID,
  gpio_mask: ID,
  gpio_value: ID,
  encapsulated_id: ID,
  battery: PERCENT,
  speed: { unit: 'm/s' },
  course: { unit: '°' },
}

for (let channel = 1; channel <= 8; channel += 1) {
  HINTS[`ch${channel}_voltage`] = VOLTS
  HINTS[`ch${channel}_current`] = MILLIAMPERES
}

/** What is known about a field, by message type and field name. */
export function fieldHint(type: string, field: string): FieldHint {
  return HINTS[`${type}.${field}`] ?? HINTS[field] ?? {}
}

/** A number on the wire in the unit of its hint. */
export function scaled(value: number, { scale, decimals }: FieldHint): number {
  return scale === undefined ? value : Number((value * scale).toFixed(decimals ?? 6))
}

/** What is known about a metric of a telemetry message. */
export function metricHint(metric: string): FieldHint {
  return HINTS[metric] ?? {}
}
