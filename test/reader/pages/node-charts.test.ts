import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { NOW_US, type Stage } from '../../writer/stage.js'
import { inBothVillages, inVillage, seeBothVillages } from './browse.js'
import { type ChartOf, chartsOf } from './charts.js'
import { BOAT, FARM, HILL, MILL } from './village.js'

const HOUR_US = 3_600_000_000

function titled(charts: ChartOf[], title: string): ChartOf {
  const found = charts.find((chart) => chart.title === title)
  assert.ok(found, `no chart "${title}" among ${charts.map((chart) => chart.title).join(', ')}`)
  return found
}

async function telemetry(stage: Stage, id: number, time_us: number, fields: object) {
  await stage.hear(
    {
      packet: { from: FARM, id },
      data: { portnum: PORT.TELEMETRY, payload: encodePayload('Telemetry', fields) },
    },
    { time_us },
  )
}

seeBothVillages('a node has a chart for everything that it measured', async ({ see }) => {
  const charts = chartsOf((await see(`/node/${FARM}`)).html)
  const battery = titled(charts, 'Battery').chart
  assert.deepEqual(
    battery.series.map(({ label, unit, values }) => [label, unit, values]),
    [
      ['Charge', '%', [87]],
      ['Voltage', 'V', [4.05]],
    ],
  )
  assert.deepEqual(titled(charts, 'Temperature').chart.series[0]?.values, [-4.2])
  // Voltages of the power sensor are none of the battery.
  assert.deepEqual(
    titled(charts, 'Power: voltage').chart.series.map((series) => series.label),
    ['Voltage 1', 'Voltage 2'],
  )
})

inVillage('temperatures below zero are in the chart, its table and its CSV', async (visit) => {
  const { see, app } = visit
  const { text } = await see(`/node/${FARM}`)
  assert.match(text, /Temperature CSV Temperature −4\.2 °C/)
  const csv = await app.inject(`/node/${FARM}/telemetry.csv?kind=environment_metrics&period=24h`)
  const [head = '', line = ''] = csv.body.split('\r\n')
  const column = head.split(',').indexOf('temperature')
  assert.equal(line.split(',')[column], '-4.2')
  assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,!1f2e0005,/)
})

inVillage('external power is a full battery, not 101 %', async ({ see, stage }) => {
  await telemetry(stage, 9001, NOW_US, { device_metrics: { battery_level: 101 } })
  const { chart } = titled(chartsOf((await see(`/node/${FARM}`)).html), 'Battery')
  assert.deepEqual(chart.series[0]?.values, [87, 100])
})

inVillage('the period narrows the charts, and an odd one is the usual one', async (visit) => {
  const { see, setNow, stage } = visit
  await telemetry(stage, 9002, NOW_US + 10 * HOUR_US, { device_metrics: { battery_level: 50 } })
  setNow(NOW_US + 10 * HOUR_US + 60_000_000)
  const charge = async (period: string) =>
    titled(chartsOf((await see(`/node/${FARM}?period=${period}`)).html), 'Battery').chart.series[0]
      ?.values
  assert.deepEqual(await charge('1h'), [50])
  assert.deepEqual(await charge('24h'), [87, 50])
  assert.deepEqual(await charge('all'), [87, 50])
  assert.deepEqual(await charge('<script>'), [87, 50])
})

inVillage('thousands of measurements become as many points as a screen has', async (visit) => {
  const { see, setNow, stage } = visit
  for (let index = 0; index < 700; index++) {
    const time_us = NOW_US + index * 60_000_000
    await telemetry(stage, 20_000 + index, time_us, { device_metrics: { battery_level: 60 } })
  }
  setNow(NOW_US + 700 * 60_000_000)
  const { chart } = titled(chartsOf((await see(`/node/${FARM}`)).html), 'Battery')
  assert.ok(chart.x.length > 100 && chart.x.length <= 330, `${chart.x.length} points`)
  assert.ok(chart.x.every((time, index) => index === 0 || time > chart.x[index - 1]!))
})

inBothVillages('measurements are shown for longer than packets are kept', async (visit) => {
  const { see, setNow, stage } = visit
  const later_us = NOW_US + 40 * 24 * HOUR_US
  await telemetry(stage, 9003, later_us, { device_metrics: { battery_level: 50 } })
  const old = 'packet_key in (select packet_key from packet where import_time_us < ?)'
  await stage.db.run(`delete from reception where ${old}`, [later_us])
  await stage.db.run('delete from packet where import_time_us < ?', [later_us])
  setNow(later_us + 60_000_000)
  const { chart } = titled(chartsOf((await see(`/node/${FARM}?period=all`)).html), 'Battery')
  assert.deepEqual(chart.series[0]?.values, [87, 50])
})

inBothVillages('what came before the clock was set hides nothing', async ({ see, stage }) => {
  // The newest key with the oldest time.
  await telemetry(stage, 9004, 5_000_000, { device_metrics: { battery_level: 12 } })
  const charts = chartsOf((await see(`/node/${FARM}?period=24h`)).html)
  assert.deepEqual(titled(charts, 'Battery').chart.series[0]?.values, [87])
  assert.ok(titled(charts, 'Heard directly: SNR').chart.series[0]?.values.includes(6.25))
})

seeBothVillages(
  'direct receptions are told per gateway, relayed ones left out',
  async ({ see }) => {
    const charts = chartsOf((await see(`/node/${FARM}`)).html)
    const { chart } = titled(charts, 'Heard directly: SNR')
    assert.deepEqual(
      chart.series.map((series) => series.label),
      ['Kreuzberg Relay'],
    )
    assert.ok(chart.series[0]?.values.includes(6.25))
    assert.ok(titled(charts, 'Heard directly: RSSI').chart.series[0]?.values.includes(-80))
  },
)

inBothVillages('neighbours come from the reports of the node itself', async ({ see, app }) => {
  const { chart } = titled(chartsOf((await see(`/node/${HILL}`)).html), 'Its neighbours: SNR')
  assert.deepEqual(
    chart.series.map(({ label, values }) => [label, values]),
    [
      ['Old Mill Base', [5.5]],
      ['St. Kilian Tower', [-3.25]],
    ],
  )
  const csv = await app.inject(`/node/${HILL}/neighbors.csv?period=all`)
  assert.match(csv.body, /Z,!a3b40c02,Old Mill Base,5\.5\r\n/)
})

inVillage('an SNR that no radio measured stands in no chart', async ({ stage, see, app }) => {
  const neighbors = [
    { node_id: MILL, snr: 1e30 },
    { node_id: FARM, snr: -7.75 },
  ]
  await stage.hear({
    packet: { from: BOAT, id: 9200 },
    data: {
      portnum: PORT.NEIGHBORINFO,
      payload: encodePayload('NeighborInfo', { node_id: BOAT, neighbors }),
    },
  })
  const { chart } = titled(chartsOf((await see(`/node/${BOAT}`)).html), 'Its neighbours: SNR')
  assert.deepEqual(
    chart.series.map(({ values }) => values),
    [[-7.75]],
  )
  const csv = await app.inject(`/node/${BOAT}/neighbors.csv?period=all`)
  assert.doesNotMatch(csv.body, /1e\+?30|0000000/)
})

inBothVillages('packets are counted by type, hour by hour', async ({ see, app }) => {
  const { chart } = titled(chartsOf((await see(`/node/${FARM}`)).html), 'Packets per hour')
  const text = chart.series.find((series) => series.label === 'Text')
  const total = (text?.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0)
  assert.equal(total, 3)
  const csv = await app.inject(`/node/${FARM}/activity.csv`)
  assert.match(csv.body, /^hour,portnum,type,packets,receptions\r\n/)
  assert.match(csv.body, /,67,Telemetry,3,9\r\n/)
})

inVillage('the trail of a node that moved is a list with times', async ({ see, stage }) => {
  assert.doesNotMatch((await see(`/node/${MILL}`)).text, /The last \d+ positions/)
  await stage.hear({
    packet: { from: MILL, id: 9100 },
    data: {
      portnum: PORT.POSITION,
      payload: encodePayload('Position', { latitude_i: 503_000_000, longitude_i: 100_000_000 }),
    },
  })
  assert.match((await see(`/node/${MILL}`)).text, /The last 2 positions .* 50\.30000 10\.00000/)
})

inVillage('a node is a contact to scan, with its role and key', async ({ see, app }) => {
  const { html } = await see(`/node/${FARM}`)
  assert.match(
    html,
    /<img class="qr" src="\/node\/!1f2e0005\/qr\.svg" alt="QR code: Weiherhof Solar/,
  )
  const picture = await app.inject('/node/!1f2e0005/qr.svg')
  assert.equal(picture.headers['content-type'], 'image/svg+xml')
  assert.match(picture.body, /^<svg .*<path /s)
  assert.equal((await app.inject('/node/!11112222/qr.svg')).statusCode, 404)
  assert.equal((await app.inject('/node/nonsense/qr.svg')).statusCode, 400)
})

inVillage('every kind of telemetry has charts, and its newest values a card', async (visit) => {
  const { see, stage } = visit
  const kinds = {
    air_quality_metrics: { pm25_standard: 12, co2: 640 },
    host_metrics: { uptime_seconds: 90_000, freemem_bytes: 500_000_000, load1: 42 },
    local_stats: { num_packets_tx: 7, num_packets_rx: 70, num_online_nodes: 9 },
    environment_metrics: { wind_speed: 4.5, rainfall_1h: 2, lux: 300 },
    health_metrics: { heart_bpm: 71 },
  }
  let id = 9300
  for (const [kind, fields] of Object.entries(kinds)) {
    await telemetry(stage, id++, NOW_US, { [kind]: fields })
  }
  const { html, text } = await see(`/node/${FARM}`)
  const titles = chartsOf(html).map(({ title }) => title)
  for (const title of [
    ...['Battery', 'Channel and air time', 'Temperature', 'Wind', 'Rain', 'Light', 'Fine dust'],
    ...['Carbon dioxide', 'Host: load', 'Host: memory', 'Radio: packets', 'Radio: nodes', 'Pulse'],
  ]) {
    assert.ok(titles.includes(title), `${title} is not among ${titles.join(', ')}`)
  }
  assert.match(text, /Air quality .*PM2\.5 12 µg\/m³.* CO₂ 640 ppm/)
})
