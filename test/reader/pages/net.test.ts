import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US, type Stage } from '../../writer/stage.js'
import { inBothVillages, visitSite } from './browse.js'
import { BOAT, FARM, HILL, MILL } from './village.js'

const DAY_US = 86_400_000_000

async function say(
  stage: Stage,
  from: number,
  id: number,
  words: string,
  time_us: number,
  to?: number,
) {
  await stage.hear(
    {
      packet: { from, id, ...(to === undefined ? {} : { to }) },
      data: { portnum: 1, payload: Buffer.from(words) },
    },
    { time_us },
  )
}

// NOW_US is a Wednesday, 2026-11-18 11:06 UTC.
inBothVillages('check-ins are grouped by week and station', async ({ see, stage, app, setNow }) => {
  await say(stage, FARM, 1, 'Good evening #BayMeshNet', NOW_US + 1e6)
  await say(stage, BOAT, 2, 'late, #BAYMESHNET', NOW_US + 2e6)
  await say(stage, FARM, 3, 'again #baymeshnet', NOW_US + 3e6)
  await say(stage, HILL, 4, 'no check-in', NOW_US + 4e6)
  await say(stage, MILL, 5, 'secret #BayMeshNet', NOW_US + 5e6, FARM)
  await say(stage, MILL, 6, 'next week #BayMeshNet', NOW_US + 7 * DAY_US)
  setNow(NOW_US + 7 * DAY_US + 1e6)
  const { text } = await see('/net')
  assert.match(text, /Week of Nov 23, 2026 1 station, 1 message MILL Old Mill Base/)
  assert.match(
    text,
    /Week of Nov 16, 2026 2 stations, 3 messages WHSo Weiherhof Solar .* Good evening #BayMeshNet Another message .* again #baymeshnet 🛶 Canoe/,
  )
  assert.doesNotMatch(text, /secret|no check-in/)
  // Nothing is kept of the weeks before.
  assert.doesNotMatch(text, /Week of Nov 9|Nobody has checked in/)
  const { body } = await app.inject('/net.csv')
  const lines = body.trim().split('\r\n')
  assert.equal(lines[0], 'week,time,node_id,long_name,short_name,first,packet_id,text')
  assert.equal(lines.length, 5)
  assert.match(
    lines[2] ?? '',
    /^2026-11-16,2026-11-18T\d\d:\d\d:\d\d\.\d{3}Z,!1f2e0005,Weiherhof Solar,WHSo,true,1,Good/,
  )
  assert.match(lines[3] ?? '', /,false,3,again #baymeshnet$/)
})

inBothVillages('older weeks are a page further back', async ({ see, stage, setNow }) => {
  await say(stage, FARM, 1, 'long ago #BayMeshNet', NOW_US + 1e6)
  setNow(NOW_US + 42 * DAY_US)
  const now = await see('/net')
  assert.doesNotMatch(now.text, /long ago/)
  const older = /href="(\/net\?before=[\d-]+)"/.exec(now.html)?.[1]
  assert.equal(older, '/net?before=2026-12-07')
  const then = await see(older ?? '')
  assert.match(then.text, /Week of Nov 30, 2026 .* Week of Nov 16, 2026 1 station, 1 message/)
  assert.equal((await see('/net?before=nonsense')).status, 200)
})

test('the usual message is in the language of the site', async (t) => {
  const site = await visitSite(await sqliteDatabase(t), t, '[site]\nlanguage = de\n')
  assert.match((await site.see('/net')).text, /Die wöchentliche Runde: Wer ist da\?/)
})

test('without a tag there are no check-ins, and the message says what it is', async (t) => {
  const site = await visitSite(
    await sqliteDatabase(t),
    t,
    '[site]\nnet_tag =\nweekly_net_message = Thursdays at 8 <b>sharp</b>\n',
  )
  const { text } = await site.see('/net')
  assert.match(text, /Thursdays at 8 <b>sharp<\/b>/)
  assert.match(text, /No tag is configured/)
})
