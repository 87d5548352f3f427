import assert from 'node:assert/strict'
import { onBothEngines } from '../../migrate/databases.js'
import { setSite } from './site.js'

onBothEngines(
  'the numbers of the days come oldest first, as many as asked',
  async (database, t) => {
    const { stage, get } = await setSite(database, t)
    for (const day of [18, 20, 19]) {
      await stage.db.run(
        `insert into daily_snapshot
        (snapshot_date, node_count, packet_count, gateway_count, captured_at_us)
        values (?, ?, ?, ?, ?)`,
        [`2026-11-${day}`, day, day * 100, 2, day * 1_000_000],
      )
    }
    const numbers = (day: number) => ({
      date: `2026-11-${day}`,
      node_count: day,
      packet_count: day * 100,
      gateway_count: 2,
      captured_at_us: day * 1_000_000,
    })
    assert.deepEqual(await get('/api/snapshots/daily'), {
      status: 200,
      body: { data: [numbers(18), numbers(19), numbers(20)] },
    })
    const { body } = await get('/api/snapshots/daily?length=0')
    assert.deepEqual(body, { data: [numbers(20)] }, 'at least one day')
    assert.deepEqual(await get('/api/snapshots/daily?length=all'), {
      status: 400,
      body: { error: 'length must be an integer' },
    })
  },
)

onBothEngines('words come by language and section, never from a path', async (database, t) => {
  const { get } = await setSite(database, t, { ini: '[site]\nlanguage = xx' })
  const english = (await get('/api/lang?lang=en')).body as Record<string, unknown>
  assert.ok(Object.hasOwn(english, 'base'))
  for (const lang of ['', 'xx', '/etc/passwd', '..%2F..%2Fpackage', '__proto__', 'constructor']) {
    assert.deepEqual((await get(`/api/lang?lang=${lang}`)).body, english, lang)
  }
  assert.deepEqual((await get('/api/lang?section=chat')).body, english.chat)
  for (const section of ['nothing', 'constructor', '__proto__']) {
    assert.deepEqual(await get(`/api/lang?section=${section}`), {
      status: 404,
      body: { error: `Section '${section}' not found in en` },
    })
  }
})

onBothEngines('the status names every outcome before it occurs', async (database, t) => {
  const { get } = await setSite(database, t)
  const { outcomes } = (await get('/api/status')).body as { outcomes: object }
  assert.deepEqual(outcomes, { stored: 0, duplicate: 0, encrypted: 0, filtered: 0, malformed: 0 })
})
