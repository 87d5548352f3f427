import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { type Visit, visitSite, wordsOf } from './browse.js'
import { chartsOf } from './charts.js'
import { FARM, populate } from './village.js'

const WEATHER = {
  temperature: 21.5,
  barometric_pressure: 1013.25,
  wind_speed: 5,
  rainfall_1h: 12.7,
  lux: 12_345.6,
}
const POSITION = { latitude_i: 503_000_000, longitude_i: 100_000_000, altitude: 1234, PDOP: 150 }
const PACKETS = [
  [7001, PORT.TELEMETRY, encodePayload('Telemetry', { environment_metrics: WEATHER })],
  [7002, PORT.POSITION, encodePayload('Position', { ...POSITION, ground_speed: 36 })],
  [7003, PORT.TELEMETRY, encodePayload('Telemetry', { host_metrics: { load1: 125 } })],
] as const

interface Reader extends Visit {
  /** Words of a page, in a language. */
  read(url: string, language?: string): Promise<string>
}

type Body = (site: Reader) => Promise<void>

function inMiles(name: string, body: Body): void {
  test(name, async (t) => body(await weatherSite(t, 'imperial')))
}

function inMetres(name: string, body: Body): void {
  test(name, async (t) => body(await weatherSite(t, 'metric')))
}

/** A site in these units where a node measured things that every unit changes. */
async function weatherSite(t: TestContext, units: string): Promise<Reader> {
  const site = await visitSite(await sqliteDatabase(t), t, `[site]\nunits = ${units}\n`)
  await populate(site.stage, NOW_US)
  for (const [id, portnum, payload] of PACKETS) {
    await site.stage.hear({ packet: { from: FARM, id }, data: { portnum, payload } })
  }
  return {
    ...site,
    async read(url, language = 'en') {
      const headers = { accept: 'text/html', 'accept-language': language }
      return wordsOf((await site.app.inject({ url, headers })).body)
    },
  }
}

inMiles(
  'measured fields are in the units of the site, in the words of the language',
  async ({ read }) => {
    const weather = await read('/packet/7001')
    assert.match(weather, /Temperature 70\.7 °F .*Pressure 29\.92 inHg .*Light 12,345\.6 lx/)
    assert.match(weather, /Wind speed 11\.2 mph .*Rain in 1 h 0\.5 in/)
    assert.match(await read('/packet/7001', 'de'), /Licht 12\.345,6 lx .*Regen in 1 h 0,5 Zoll/)
    const place = await read('/packet/7002')
    assert.match(
      place,
      /Latitude 50\.3° Longitude 10° Altitude 4,049 ft .*PDOP 1\.5 Speed 22\.4 mph/,
    )
  },
)

inMiles('lists and cards have the same units as the page of a packet', async ({ read }) => {
  const list = await read(`/firehose?from_node_id=${FARM}`)
  assert.match(
    list,
    /Temperature 70\.7 °F, Light 12,345\.6 lx|Temperature 70\.7 °F, Pressure 29\.92 inHg/,
  )
  assert.match(list, /50\.30000, 10\.00000, 4,049 ft/)
  assert.match(
    await read(`/node/${FARM}`),
    /Environment .*Temperature 70\.7 °F Pressure 29\.92 inHg/,
  )
})

inMiles('charts have the units of the site in key and table, files do not', async (site) => {
  const { html } = await site.see(`/node/${FARM}`)
  const seriesOf = (title: string) =>
    chartsOf(html).find((chart) => chart.title === title)?.chart.series[0]
  assert.equal(seriesOf('Temperature')?.unit, '°F')
  assert.equal(seriesOf('Air pressure')?.unit, 'inHg')
  const words = wordsOf(html)
  assert.match(
    words,
    /Temperature CSV Temperature 70\.7 °F .*Temperature °F [-0-9: ]+ 70\.7 [-0-9: ]+ 24\.4 /,
  )
  assert.match(words, /Air pressure CSV Pressure 29\.92 inHg/)
  const csv = await site.app.inject({
    url: `/node/${FARM}/telemetry.csv?kind=environment_metrics&period=24h`,
    headers: { 'accept-language': 'de' },
  })
  assert.match(csv.body, /,21\.5,.*1013\.25/)
})

inMetres('numbers have the signs of the language, places those of maps', async ({ read }) => {
  const german = await read('/packet/7001', 'de')
  assert.match(
    german,
    /Temperatur 21,5 °C .*Luftdruck 1\.013,3 hPa|Temperatur 21,5 °C .*Druck 1\.013,3 hPa/,
  )
  assert.match(await read('/packet/7001', 'es'), /21,5 °C .*1013,3 hPa .*12\.345,6 lx/)
  assert.match(await read('/packet/7001', 'ru'), /21,5 °C .*1\s013,3 гПа .*5 м\/с .*12,7 мм/)
  assert.match(await read('/packet/7002', 'de'), /50\.3° .*1\.234 m .*Geschwindigkeit 36 km\/h/)
  assert.match(await read('/packet/7002', 'ru'), /36 км\/ч/)
  assert.match(await read(`/node/${FARM}`, 'ru'), /−?\d дБ .*дБм/)
  // What the radio multiplied by a hundred.
  assert.match(await read('/packet/7003'), /Load, 1 min 1\.25/)
  assert.match(await read(`/firehose?from_node_id=${FARM}`), /Load, 1 min 1\.25/)
})
