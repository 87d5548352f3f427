import type { Random } from './random.js'
import type { DemoNode } from './world.js'

// What the sensors of the simulated nodes measure: curves over the day, with a little noise.

/** Hours since midnight by the sun over the bay (122° west). */
function solarHour(now_ms: number): number {
  return (now_ms / 3_600_000 - 122 / 15 + 48) % 24
}

/** 0 at night, 1 at noon. */
function sunlight(now_ms: number): number {
  return Math.max(0, Math.sin(((solarHour(now_ms) - 6) / 12) * Math.PI))
}

/** −1 in the small hours, 1 in the afternoon. */
function warmth(now_ms: number): number {
  return Math.sin(((solarHour(now_ms) - 9) / 12) * Math.PI)
}

/** Different for each node, and the same for ever. */
function share(node: DemoNode, salt: number): number {
  return ((node.node_id >>> salt) % 1000) / 1000
}

/** Percent that the battery holds; 101 = external power, as firmware says it. */
function batteryLevel(node: DemoNode, now_ms: number): number {
  if (node.power === 'mains') return 101
  if (node.power === 'solar') {
    // Full in the afternoon, at its lowest at dawn.
    const delayed = Math.sin(((solarHour(now_ms) - 11) / 12) * Math.PI)
    return Math.round(82 + 15 * delayed - 8 * share(node, 3))
  }
  const hours = now_ms / 3_600_000 + share(node, 5) * 60
  return Math.round(100 - (hours % 60) * 1.5)
}

/** Volts of a lithium cell. */
function cellVoltage(level: number): number {
  if (level > 100) return 4.28
  return Number((3.3 + 0.55 * (level / 100) + 0.35 * (level / 100) ** 4).toFixed(3))
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

/** Percent of the time that the channel is taken where a node stands: more up on the hills. */
function channelUse(node: DemoNode, now_ms: number, random: Random): number {
  const height = Math.min(node.elevation / 1200, 1)
  return rounded(4 + 14 * height + 5 * (warmth(now_ms) + 1) + random.normal(1.5) ** 2)
}

function uptime(node: DemoNode, seconds: number): number {
  return Math.floor(node.uptime_s + seconds)
}

export function deviceMetrics(node: DemoNode, now_ms: number, seconds: number, random: Random) {
  const battery_level = batteryLevel(node, now_ms)
  return {
    battery_level,
    voltage: rounded(cellVoltage(battery_level) + random.normal(0.008), 3),
    channel_utilization: channelUse(node, now_ms, random),
    air_util_tx: rounded(0.2 + share(node, 7) + (node.role === 'ROUTER' ? 3 : 0)),
    uptime_seconds: uptime(node, seconds),
  }
}

export function environmentMetrics(node: DemoNode, now_ms: number, random: Random) {
  const temperature =
    14 + 7 * warmth(now_ms) + 4 * share(node, 9) - node.elevation * 0.0098 + random.normal(0.3)
  const sun = sunlight(now_ms)
  return {
    temperature: rounded(temperature),
    relative_humidity: rounded(Math.min(99, 72 - 18 * warmth(now_ms) + random.normal(2))),
    barometric_pressure: rounded(
      1016 * Math.exp(-node.elevation / 8430) + 3 * Math.sin(now_ms / 3e7) + random.normal(0.2),
    ),
    gas_resistance: rounded(120 + 60 * share(node, 2) + random.normal(8)),
    iaq: Math.round(45 + 40 * share(node, 4) + random.normal(6)),
    ...(node.elevation > 300 && {
      lux: rounded(85_000 * sun),
      wind_speed: rounded(Math.abs(5 + 4 * warmth(now_ms) + random.normal(1.5))),
      wind_gust: rounded(9 + Math.abs(random.normal(4))),
      wind_direction: Math.round(270 + random.normal(25) + 360) % 360,
    }),
  }
}

export function powerMetrics(node: DemoNode, now_ms: number, random: Random) {
  const sun = sunlight(now_ms)
  return {
    ch1_voltage: rounded(cellVoltage(batteryLevel(node, now_ms)) + random.normal(0.01), 3),
    ch1_current: rounded(45 + random.normal(8), 1),
    ch2_voltage: rounded(0.2 + 5.6 * Math.min(1, sun * 4), 3),
    ch2_current: rounded(-420 * sun + random.normal(5), 1),
  }
}

export function airQualityMetrics(node: DemoNode, now_ms: number, random: Random) {
  const dust = Math.max(2, 9 + 6 * share(node, 6) - 4 * warmth(now_ms) + random.normal(2))
  return {
    pm10_standard: Math.round(dust * 0.7),
    pm25_standard: Math.round(dust),
    pm100_standard: Math.round(dust * 1.4),
    pm10_environmental: Math.round(dust * 0.7),
    pm25_environmental: Math.round(dust),
    pm100_environmental: Math.round(dust * 1.4),
    co2: Math.round(430 + 60 * (1 - sunlight(now_ms)) + random.normal(15)),
  }
}

export function localStats(node: DemoNode, now_ms: number, seconds: number, random: Random) {
  const hours = uptime(node, seconds) / 3600
  const received = Math.round(hours * (180 + 120 * share(node, 8)))
  return {
    uptime_seconds: uptime(node, seconds),
    channel_utilization: channelUse(node, now_ms, random),
    air_util_tx: rounded(0.5 + 2 * share(node, 7)),
    num_packets_tx: Math.round(received * 0.3),
    num_packets_rx: received,
    num_packets_rx_bad: Math.round(received * 0.06),
    num_rx_dupe: Math.round(received * 0.4),
    num_tx_relay: Math.round(received * 0.22),
    num_tx_relay_canceled: Math.round(received * 0.17),
    num_online_nodes: random.integer(38, 47),
    num_total_nodes: 48,
    heap_total_bytes: 281_984,
    heap_free_bytes: 120_000 + random.integer(-9000, 9000),
    noise_floor: Math.round(-112 + node.noise),
  }
}

export function paxcount(node: DemoNode, now_ms: number, seconds: number, random: Random) {
  const people = 20 + 90 * sunlight(now_ms)
  return {
    wifi: Math.round(people + Math.abs(random.normal(9))),
    ble: Math.round(people * 1.6 + Math.abs(random.normal(12))),
    uptime: uptime(node, seconds),
  }
}
