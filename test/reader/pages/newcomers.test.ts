import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { de } from '../../../src/words/de/index.js'
import { en } from '../../../src/words/en/index.js'
import { es } from '../../../src/words/es/index.js'
import { ru } from '../../../src/words/ru/index.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { inVillage, visitSite, wordsOf } from './browse.js'
import { CHURCH, MILL } from './village.js'

inVillage('the words of the pages are explained in every language', async ({ app, see }) => {
  assert.match((await see('/about')).text, /Hop, relay Nodes pass packets on for each other\. /)
  for (const [language, { glossary }] of Object.entries({ en, de, es, ru })) {
    const answer = await app.inject({
      url: '/about',
      headers: { accept: 'text/html', 'accept-language': language },
    })
    const text = wordsOf(answer.body)
    for (const term of Object.values(glossary.terms)) {
      assert.ok(text.includes(`${term.name} ${term.text}`), `${language}: ${term.name}`)
    }
  }
})

inVillage('what a radio counts says of what it is', async ({ stage, see }) => {
  const local_stats = {
    ...{ num_online_nodes: 42, num_total_nodes: 48, num_packets_rx: 900, num_rx_dupe: 300 },
    ...{ heap_total_bytes: 282_000, heap_free_bytes: 116_000 },
  }
  const data = {
    portnum: PORT.TELEMETRY,
    payload: encodePayload('Telemetry', { local_stats }),
  }
  await stage.hear({ packet: { from: MILL, id: 61_000 }, data })
  const { text } = await see('/packet/61000')
  for (const fact of ['Nodes online 42', 'Nodes known 48', 'Received again 300']) {
    assert.ok(text.includes(fact), fact)
  }
  assert.match(text, /Memory in all 282\skB Memory free 116\skB/)
})

test('before the first message the status page says that there is none', async (t) => {
  const { see, stage } = await visitSite(await sqliteDatabase(t), t)
  const before = await see('/status')
  assert.match(before.text, /No message has arrived since this database was made or taken over\./)
  assert.doesNotMatch(before.text, /What became of/)
  await stage.hear({ data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('first') } })
  const after = await see('/status')
  assert.match(after.text, /What became of 1 message /)
})

inVillage('what became of a message is said in words', async ({ stage, see }) => {
  const answer = async (id: number, error_reason: string | number) => {
    const payload = encodePayload('Routing', { error_reason })
    const data = { portnum: PORT.ROUTING, request_id: 5001, payload }
    await stage.hear({ packet: { from: MILL, to: CHURCH, id }, data })
    return (await see(`/packet/${id}`)).text
  }
  assert.match(await answer(62_000, 0), /Result acknowledged: it has arrived NONE/)
  assert.match(
    await answer(62_001, 5),
    /Result sent several times, never acknowledged MAX_RETRANSMIT/,
  )
  assert.match(await answer(62_002, 36), /Result ADMIN_BAD_SESSION_KEY/)
})
