import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import fastify, { type FastifyRequest } from 'fastify'
import type { PacketRow } from '../../../src/db/read/packets.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { type LiveView, registerLive } from '../../../src/reader/live.js'
import { createStreams } from '../../../src/reader/sse.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { setSite } from '../api/site.js'
import { openEvents } from './event-source.js'

/** A stream like that of a page, which counts how often an event is put into words and into JSON. */
async function setCountedSite(t: TestContext, speechless: boolean) {
  const site = await setSite(await sqliteDatabase(t), t)
  const counts = { made: 0, encoded: 0 }
  const view: LiveView<string | undefined> = {
    event: 'packet',
    schema: {},
    speechless,
    filter: (request: FastifyRequest) => (request.query as { only?: string }).only,
    accepts: (packet: PacketRow, only) => only === undefined || String(packet.id) === only,
    async data(packet, speech) {
      counts.made++
      const told = { id: packet.id, language: speech.language }
      const toJSON = () => {
        counts.encoded++
        return told
      }
      return { toJSON }
    },
  }
  const app = fastify({ forceCloseConnections: true })
  registerLive(app, site.context, createStreams(), '/counted', view)
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const open = async (path: string, language: string) => {
    const client = await openEvents(`http://127.0.0.1:${port}${path}`, {
      'accept-language': language,
    })
    t.after(() => client.close())
    return client
  }
  const text = (id: number) =>
    site.stage.hear({
      packet: { id },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`word ${id}`) },
    })
  return { counts, open, text }
}

test('an event is encoded once, however many listen', async (t) => {
  const { counts, open, text } = await setCountedSite(t, true)
  const languages = ['en', 'de', 'ru']
  const clients = await Promise.all(
    Array.from({ length: 30 }, (_, index) => open('/counted', languages[index % 3] ?? 'en')),
  )
  for (let id = 1; id <= 5; id++) await text(id)
  for (const client of clients) {
    const events = await client.until(5)
    assert.deepEqual(
      events.map(({ data }) => data),
      [1, 2, 3, 4, 5].map((id) => ({ id, language: 'en' })),
    )
  }
  assert.deepEqual(counts, { made: 5, encoded: 5 })
})

test('what is said in words is encoded once for each language that is listened in', async (t) => {
  const { counts, open, text } = await setCountedSite(t, false)
  const clients = await Promise.all(
    Array.from({ length: 20 }, (_, index) => open('/counted', index % 2 === 0 ? 'en' : 'de')),
  )
  await text(1)
  for (const [index, client] of clients.entries()) {
    const [event] = await client.until(1)
    assert.deepEqual(event?.data, { id: 1, language: index % 2 === 0 ? 'en' : 'de' })
  }
  assert.deepEqual(counts, { made: 2, encoded: 2 })
})

test('a packet that nobody asked for is not encoded at all', async (t) => {
  const { counts, open, text } = await setCountedSite(t, true)
  const clients = await Promise.all([1, 2, 3].map(() => open('/counted?only=2', 'en')))
  for (const id of [1, 2, 3]) await text(id)
  const last = await open('/counted?after=0&only=3', 'en')
  for (const client of clients) assert.equal((await client.until(1)).length, 1)
  await last.until(1)
  for (const client of clients) assert.equal(client.events.length, 1)
  assert.deepEqual(counts, { made: 2, encoded: 2 })
})
