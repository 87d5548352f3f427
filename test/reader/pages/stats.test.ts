import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { inBothVillages, inVillage, rowsOf, seeBothVillages, visitSite } from './browse.js'
import { chartsOf } from './charts.js'
import { HILL, HOSTILE, MILL } from './village.js'

function sum(values: readonly (number | null)[] | undefined): number {
  return (values ?? []).reduce<number>((total, value) => total + (value ?? 0), 0)
}

inBothVillages('every packet is in the chart of packets once', async ({ see, stage }) => {
  const { html, text } = await see('/stats?period=24h')
  const charts = new Map(chartsOf(html).map(({ title, chart }) => [title, chart]))
  const byType = charts.get('Packets per hour, by type')
  const total = (byType?.series ?? []).reduce((all, series) => all + sum(series.values), 0)
  const { 'total.packets': packets, 'total.receptions': receptions } = await stage.counters()
  assert.equal(total, packets)
  const heard = charts.get('Receptions per hour')
  assert.equal(
    (heard?.series ?? []).reduce((all, each) => all + sum(each.values), 0),
    receptions,
  )
  assert.match(text, new RegExp(`Packets ${packets} of ${packets} kept`))
  assert.match(text, /Packet types .*Text \S*\d+ /)
  assert.equal(charts.get('Text messages per hour')?.series[0]?.label, 'LongFast')
})

inBothVillages('packets are counted by whom they are for', async ({ see, stage }) => {
  const sums = async () => {
    const charts = chartsOf((await see('/stats?period=24h&portnum=1')).html)
    const chart = charts.find(({ title }) => title === 'Packets per hour, by destination')?.chart
    return Object.fromEntries(
      (chart?.series ?? []).map(({ label, values }) => [label, sum(values)]),
    )
  }
  const before = await sums()
  const text = (words: string) => ({ portnum: 1, payload: Buffer.from(words) })
  const at = { time_us: NOW_US }
  await stage.hear({ packet: { id: 901 }, data: text('to all') }, at)
  await stage.hear({ packet: { id: 902 }, data: text('our own'), channel_id: 'Harbour' }, at)
  await stage.hear({ packet: { id: 903, to: HILL }, data: text('for you alone') }, at)
  await stage.hear({ packet: { id: 903, to: HILL }, data: text('for you alone'), gateway_id: MILL })
  const added = (label: string, after: Record<string, number>) =>
    (after[label] ?? 0) - (before[label] ?? 0)
  const after = await sums()
  assert.equal(added('To all, public channels', after), 1)
  assert.equal(added('To all, other channels', after), 1)
  assert.equal(added('To one node', after), 1)
  const { html, text: words } = await see('/stats?period=24h&portnum=1')
  assert.match(words, /Messages to one node are counted, never shown/)
  assert.doesNotMatch(html, /for you alone/)
  // What was counted by an older version is not told apart, and is said to be so.
  await stage.db.run('update traffic_hourly set direct_packets = null, direct_receptions = null')
  assert.deepEqual(Object.keys(await sums()), ['Not told apart'])
})

seeBothVillages('a channel and a type narrow the statistics', async ({ see }) => {
  const labels = async (query: string) =>
    chartsOf((await see(`/stats?period=24h&${query}`)).html)[0]?.chart.series.map(
      (series) => series.label,
    )
  assert.deepEqual(await labels('channel=MediumFast'), ['Text'])
  assert.deepEqual(await labels('portnum=70'), ['Traceroute'])
  const nothing = await see('/stats?period=24h&portnum=70&channel=MediumFast')
  assert.match(nothing.text, /Nothing in this period\./)
  assert.deepEqual(chartsOf(nothing.html), [], 'no frames without a line in them')
})

inVillage('longer periods are told by local days', async ({ app, stage }) => {
  const packet = { from: 0x44444444, id: 4 }
  const data = { portnum: 1, payload: Buffer.from('ten days before') }
  await stage.hear({ packet, data }, { time_us: NOW_US - 10 * 86_400_000_000 })
  const page = async (timezone: string) => {
    const answer = await app.inject({
      url: '/stats?period=30d',
      headers: { cookie: `theme=x; timezone=${timezone}`, accept: 'text/html' },
    })
    return { html: answer.body, chart: chartsOf(answer.body)[0]?.chart }
  }
  // Now is 2026-11-18 11:07 UTC, which is 00:07 in Samoa.
  const west = await page('Pacific%2FPago_Pago')
  assert.deepEqual(west.chart?.dates?.slice(-2), ['2026-11-17', '2026-11-18'])
  assert.match(west.html, /data-zone="Pacific\/Pago_Pago"/)
  assert.deepEqual((await page('Europe%2FBerlin')).chart?.dates?.slice(-2), [
    '2026-11-17',
    '2026-11-18',
  ])
  for (const odd of ['%E0%A4%A', '..%2F..%2Fetc', 'Nowhere%2FLand', '']) {
    assert.match((await page(odd)).html, /data-zone="UTC"/)
  }
})

inBothVillages('nodes are broken down by what they are', async ({ see, app }) => {
  const { text } = await see('/stats')
  assert.match(text, /Hardware CSV .* TBEAM 5 50\.0 %/)
  assert.match(text, /Gateways by role CSV .* Router 1 33\.3 %/)
  const csv = await app.inject('/stats/hardware.csv?period=all')
  assert.match(csv.body, /^hw_model,nodes\r\nTBEAM,5\r\n/)
  assert.equal(csv.headers['content-disposition'], 'attachment; filename="hardware.csv"')
})

inBothVillages('the hourly counts are there to be downloaded', async ({ app }) => {
  const { body } = await app.inject('/stats/traffic.csv?period=all&channel=MediumFast')
  assert.match(
    body,
    /^hour,portnum,type,channel,packets,receptions,direct_packets\r\n2026-11-18T04:00:00\.000Z,1,/,
  )
  assert.match(body, /,1,Text,MediumFast,1,3,0\r\n$/)
})

inVillage(
  'the history of days is shown as soon as a day was noted',
  async ({ see, stage, app }) => {
    assert.doesNotMatch((await see('/stats')).text, /Day by day/)
    await stage.db.run(
      `insert into daily_snapshot
      (snapshot_date, node_count, packet_count, gateway_count, captured_at_us) values
      ('2026-11-16', 12, 900, 3, 0), ('2026-11-17', 14, 950, 4, 0)`,
    )
    const { html } = await see('/stats')
    const history = chartsOf(html).find(({ title }) => title === 'Nodes per day')
    assert.deepEqual(history?.chart.series[0]?.values, [12, 14])
    const { body } = await app.inject('/stats/days.csv')
    assert.equal(
      body,
      'date,nodes,gateways,packets\r\n2026-11-16,12,3,900\r\n2026-11-17,14,4,950\r\n',
    )
  },
)

inBothVillages('senders and gateways rank as the address says', async ({ see, app }) => {
  const first = async (query: string) => rowsOf((await see(`/top?${query}`)).html)[0]
  assert.match((await first('')) ?? '', /^1 WHSo Weiherhof Solar LongFast 10 29 2\.9/)
  assert.match((await first('of=gateways')) ?? '', /^1 KRZB Kreuzberg Relay LongFast \d+ /)
  assert.match((await first('sort=count')) ?? '', / LongFast 2 6 3\.0$/)
  assert.match((await first('q=old+mill')) ?? '', /^1 MILL Old Mill Base/)
  assert.equal(await first('channel=MediumFast'), undefined)
  assert.match((await see('/top?from=400')).text, /The list ends before this page/)
  const csv = await app.inject('/top.csv')
  assert.match(
    csv.body,
    /^rank,node_id,.*\r\n1,!1f2e0005,Weiherhof Solar,WHSo,LongFast,10,29,2\.9\r\n/,
  )
})

inVillage('a ranking of a long period is a minute old at most', async ({ see, stage, setNow }) => {
  const rows = async () => rowsOf((await see('/top?period=30d')).html).length
  const before = await rows()
  const packet = { from: 0x44444444, id: 4 }
  await stage.hear({ packet, data: { portnum: 1, payload: Buffer.from('new here') } })
  assert.equal(await rows(), before)
  setNow(NOW_US + 180_000_000)
  assert.equal(await rows(), before + 1)
})

test('a page that is switched off has no downloads either', async (t) => {
  const site = await visitSite(await sqliteDatabase(t), t, '[site]\nstats = false\ntop = false\n')
  for (const url of ['/stats', '/stats/traffic.csv', '/top', '/top.csv']) {
    assert.equal((await site.see(url)).status, 404, url)
  }
  assert.doesNotMatch((await site.see('/nodelist')).html, /href="\/(stats|top)"/)
})

inVillage('names are no formulas and break no line in a CSV', async ({ app, stage }) => {
  await stage.db.run(
    `update node set long_name = '=HYPERLINK("http://x")' where short_name = 'MILL'`,
  )
  await stage.db.run(
    `update node set long_name = 'a,"b' || char(10) || 'c' where short_name = 'KIL'`,
  )
  const { body } = await app.inject('/nodelist.csv?active=all')
  assert.match(body, /^!a3b40c02,"'=HYPERLINK\(""http:\/\/x""\)",MILL,/m)
  assert.ok(body.includes('!9e110004,"a,""b\nc",KIL,'))
  assert.ok(body.includes(HOSTILE.script))
  assert.match(body, /,true,2026-11-18T04:\d\d:\d\d\.\d{3}Z,2026-11-18T\d\d:\d\d:\d\d\.\d{3}Z\r\n/)
})
