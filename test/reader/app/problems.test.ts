import assert from 'node:assert/strict'
import { statfsSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { saveState, saveWriterStatus } from '../../../src/db/write/bookkeeping.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { silenceOf } from '../../../src/reader/usual-silence.js'
import { onBothEngines, postgresDatabase, sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US, type Stage } from '../../writer/stage.js'
import { setSite } from '../api/site.js'

const HOUR_US = 3_600_000_000
const MINUTE_US = 60_000_000

interface Health {
  status: string
  reason?: string
  problems: { code: string; reason: string }[]
}

/** The sign of life of a writer that is well. */
function beat(
  stage: Stage,
  now_us: number,
  more: { started_us?: number; connected?: boolean; error?: string } = {},
): Promise<void> {
  return saveWriterStatus(stage.db, {
    owner: 'test:1',
    version: '4.0.0',
    started_us: NOW_US - 100 * 24 * HOUR_US,
    heartbeat_us: now_us,
    connected: true,
    broker: 'mqtt://broker:1883',
    connected_us: NOW_US,
    error: null,
    last_message_us: null,
    last_packet_key: 0,
    ...more,
  })
}

onBothEngines(
  'a mesh that falls silent is noticed by what is usual for it',
  async (database, t) => {
    const { stage, app, get, setNow } = await setSite(database, t)
    const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') }
    let id = 1
    // Four days with a packet every five minutes.
    const end_us = NOW_US + 96 * HOUR_US
    await stage.together(async () => {
      for (let time_us = NOW_US; time_us < end_us; time_us += 5 * MINUTE_US) {
        // More senders than one, each within what the flood guard lets through.
        const packet = { id, from: 0x1000 + (id % 50) }
        await stage.hear({ packet, data }, { time_us })
        id++
      }
    })
    const ask = async (now_us: number) => {
      setNow(now_us)
      await beat(stage, now_us)
      return (await get('/health')).body as Health
    }
    assert.equal((await ask(end_us + 30 * MINUTE_US)).status, 'healthy')
    const silent = await ask(end_us + 150 * MINUTE_US)
    assert.equal(silent.status, 'unhealthy')
    assert.deepEqual(
      silent.problems.map(({ code }) => code),
      ['nothing_arrives'],
    )
    assert.match(silent.reason ?? '', /No packet has come for 2 h 35 min/)
    assert.match(
      (await app.inject('/metrics')).body,
      /meshview_problem\{code="nothing_arrives"\} 1/,
    )
    // A writer that has just been started has not waited for long.
    await beat(stage, end_us + 151 * MINUTE_US, { started_us: end_us + 150 * MINUTE_US })
    assert.equal(((await get('/health')).body as Health).status, 'healthy')
  },
)

test('what silence is usual is learnt from the counts per hour', () => {
  const busy = Array<number>(100).fill(120)
  assert.equal(silenceOf(busy), 10 * MINUTE_US)
  assert.equal(silenceOf(Array<number>(100).fill(12)), 100 * MINUTE_US)
  // Quiet nights of six hours are usual, whatever the day.
  const nights = Array.from({ length: 24 * 7 }, (_, hour) => (hour % 24 < 6 ? 0 : 40))
  assert.equal(silenceOf(nights), 14 * HOUR_US)
  // One failure of a day teaches nothing.
  const failure = [...busy, ...Array<number>(24).fill(0), ...busy]
  assert.equal(silenceOf(failure), 10 * MINUTE_US)
  assert.equal(silenceOf(Array<number>(100).fill(0)), null)
})

onBothEngines('packets that wait on the disk are told about', async (database, t) => {
  const { stage, get, setNow } = await setSite(database, t)
  setNow(NOW_US)
  await beat(stage, NOW_US)
  await saveState(stage.db, { spool_bytes: 100_000 })
  assert.equal(((await get('/health')).body as Health).status, 'healthy')
  await saveState(stage.db, { spool_bytes: 5_000_000 })
  const health = (await get('/health')).body as Health
  assert.equal(health.problems[0]?.code, 'spool_grows')
  assert.match(health.reason ?? '', /5.0 MB of packets wait/)
})

onBothEngines(
  'no writer, a silent one, and a broker that is away for minutes are told apart',
  async (database, t) => {
    const { stage, get, setNow } = await setSite(database, t)
    const ask = async () => (await get('/health')).body as Health
    setNow(NOW_US)
    assert.equal((await get('/health')).status, 503)
    assert.deepEqual((await ask()).problems, [
      { code: 'writer_missing', reason: 'No writer has started on this database yet.' },
    ])
    await beat(stage, NOW_US)
    assert.equal((await get('/health')).status, 200)
    const away = { connected: false, error: 'no broker answers at broker port 1883' }
    await beat(stage, NOW_US, away)
    await saveState(stage.db, { disconnected_us: NOW_US - MINUTE_US })
    assert.equal((await ask()).status, 'healthy', 'a broker that is restarted is back soon')
    await saveState(stage.db, { disconnected_us: NOW_US - 3 * MINUTE_US })
    const lonely = await ask()
    assert.equal(lonely.problems[0]?.code, 'broker_away')
    assert.match(lonely.reason ?? '', /broker:1883 for 3 min: no broker answers at broker port/)
    await beat(stage, NOW_US, away)
    setNow(NOW_US + MINUTE_US)
    const silent = await ask()
    assert.deepEqual(
      silent.problems.map(({ code }) => code),
      ['writer_silent'],
    )
    assert.match(silent.reason ?? '', /no sign of life for 60 s/)
  },
)

onBothEngines(
  'the status page says what /health says, in the language of the visitor',
  async (database, t) => {
    const { stage, app, get, setNow } = await setSite(database, t)
    setNow(NOW_US)
    await beat(stage, NOW_US)
    const page = async (language: string) =>
      (await app.inject({ url: '/status', headers: { 'accept-language': language } })).body
    const well = await page('en')
    assert.doesNotMatch(well, /class="callout"/)
    assert.match(well, /flag good">connected<.*Broker<\/dt><dd><bdi>mqtt:\/\/broker:1883</s)
    await saveState(stage.db, { spool_bytes: 5_000_000, disconnected_us: NOW_US - 3 * MINUTE_US })
    const error = 'no broker answers <here>'
    await beat(stage, NOW_US, { connected: false, error })
    const { problems } = (await get('/health')).body as Health
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['broker_away', 'spool_grows'],
    )
    assert.deepEqual(((await get('/api/status')).body as Health).problems, problems)
    const english = (await page('en')).replaceAll('&lt;', '<')
    assert.match(english, /flag bad">not connected<.*Error<\/dt><dd>no broker answers/s)
    for (const { reason } of problems) assert.ok(english.includes(`<li>${reason}</li>`), reason)
    setNow(NOW_US + MINUTE_US)
    assert.match(await page('en'), /flag bad">does not run</)
    setNow(NOW_US)
    const german = await page('de')
    assert.match(german, /2 Dinge stimmen nicht/)
    assert.match(
      german,
      /Der Writer ist seit 3 min nicht mit mqtt:\/\/broker:1883 verbunden: no broker/,
    )
  },
)

test('the disk of the writer, which the reader cannot see, is told about as well (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const { stage, app, get, setNow } = await setSite(await postgresDatabase(t), t)
  setNow(NOW_US)
  await beat(stage, NOW_US)
  await saveState(stage.db, { disk_free_bytes: 800e6, disk_bytes: 10e9 })
  assert.equal(((await get('/health')).body as Health).status, 'healthy')
  await saveState(stage.db, { disk_free_bytes: 400e6, disk_bytes: 10e9 })
  const health = (await get('/health')).body as Health
  assert.equal(health.problems[0]?.code, 'disk_nearly_full')
  assert.match(health.reason ?? '', /400 MB of 10.0 GB are free. Free some space/)
  assert.match((await app.inject('/status')).body, /Free on the disk<\/dt><dd>400 MB of 10.0 GB/)
})

onBothEngines(
  'a daily backup that is not made is a problem, where one is asked for',
  async (database, t) => {
    const { stage, app, get, setNow } = await setSite(database, t, {
      ini: '[backup]\nenabled = on\n',
    })
    const ask = async (days: number, started_us?: number) => {
      const now_us = NOW_US + days * 24 * HOUR_US
      setNow(now_us)
      await beat(stage, now_us, started_us === undefined ? {} : { started_us })
      const { problems } = (await get('/health')).body as Health
      return problems.filter(({ code }) => code === 'backup_overdue').map(({ reason }) => reason)
    }
    assert.deepEqual(await ask(0), [], 'the writer has told nothing yet')
    await saveState(stage.db, { backup_us: NOW_US, backup_bytes: 5_000_000, cleanup_us: NOW_US })
    assert.deepEqual(await ask(1.4), [], 'it is tried again')
    assert.equal((await ask(1.6)).length, 1)
    const [late] = await ask(3)
    assert.match(late ?? '', /^The newest backup is 3 d old, though \[backup\] asks for one a day/)
    assert.deepEqual(await ask(3, NOW_US + 2 * 24 * HOUR_US), [], 'the machine was off')
    const page = (await app.inject('/status')).body
    assert.match(page, /Newest backup<\/dt><dd>.*>3 d ago<.*5\.0 MB/)
    assert.match(page, /Packets kept<\/dt><dd>30 days/)
    assert.match(
      page,
      /At most from a node<\/dt><dd>60 new packets a minute, 600 new packets an hour/,
    )
    assert.deepEqual(((await get('/api/status')).body as { upkeep: unknown }).upkeep, {
      ...{ cleanup_us: NOW_US, backup_us: NOW_US, backup_bytes: 5_000_000, backup_failed_us: null },
    })
    assert.match((await app.inject('/metrics')).body, /meshview_backup_age_seconds 259200\n/)
    await saveState(stage.db, { backup_us: 0, backup_bytes: 0, backup_failed_us: NOW_US })
    setNow(NOW_US + 4 * 24 * HOUR_US)
    assert.match(
      (await app.inject('/status')).body,
      /Newest backup.*none yet; the last attempt failed/,
    )
    assert.match((await ask(4))[0] ?? '', /^There is no backup/)
  },
)

test('who asks for no backup is not told that there is none', async (t) => {
  const { stage, app, get, setNow } = await setSite(await sqliteDatabase(t), t)
  await saveState(stage.db, { backup_us: 0 })
  setNow(NOW_US + 240 * HOUR_US)
  await beat(stage, NOW_US + 240 * HOUR_US)
  assert.equal(((await get('/health')).body as Health).status, 'healthy')
  assert.match((await app.inject('/status')).body, /Newest backup<\/dt><dd>off/)
})

test('what a writer that cannot write leaves beside the database is seen', async (t) => {
  const database = await sqliteDatabase(t)
  const { stage, get, setNow } = await setSite(database, t)
  await beat(stage, NOW_US)
  writeFileSync(`${stage.db.address}-spool`, Buffer.alloc(300_000))
  setNow(NOW_US + MINUTE_US)
  const { problems } = (await get('/health')).body as Health
  assert.equal(problems[0]?.code, 'writer_silent')
  assert.match(problems[0]?.reason ?? '', /for 60 s. 300 kB of packets wait/)
  const { bavail, blocks } = statfsSync(database.folder)
  const isFull = bavail < blocks / 20
  assert.equal(
    problems.some(({ code }) => code === 'disk_nearly_full'),
    isFull && bavail * statfsSync(database.folder).bsize < 1024 ** 3,
  )
})

test('messages that were not understood can be looked at, as text', async (t) => {
  const { stage, app, get } = await setSite(await sqliteDatabase(t), t)
  await stage.hearBytes('msh/<script>/\u202e2/e/x/!1', Buffer.from('<b>no envelope</b>'))
  await stage.hearBytes('msh/2/e/x/!1', Buffer.alloc(0))
  const { malformed } = (await get('/api/malformed')).body as {
    malformed: { topic: string; reason: string; payload: string; time_us: number }[]
  }
  assert.equal(malformed.length, 2)
  assert.equal(malformed[1]?.payload, Buffer.from('<b>no envelope</b>').toString('hex'))
  assert.ok((malformed[1]?.time_us ?? 0) > NOW_US)
  const page = await app.inject('/status/malformed')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /3c 62 3e 6e 6f/)
  assert.match(page.body, /&lt;b>no envelope&lt;\//)
  assert.ok(!page.body.includes('<script>/'), 'the topic is text')
  assert.ok(!page.body.includes('\u202e'), 'and turns nothing round')
  assert.match((await app.inject('/status')).body, /href="\/status\/malformed"/)
})
