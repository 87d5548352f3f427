import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPacketsById } from '../../../src/db/read/packets.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { liveRows } from '../../../src/reader/pages/live-rows.js'
import { textParts } from '../../../src/reader/text-parts.js'
import { inBothVillages, inVillage, seeBothVillages, seeVillage, wordsOf } from './browse.js'
import { BOAT, FARM, ID, MILL } from './village.js'

const messagesOf = (html: string) =>
  [
    ...html.matchAll(/<li class="chat-message".*?<\/p>(?:<ul class="reactions".*?<\/ul>)?<\/li>/gs),
  ].map((match) => wordsOf(match[0]))

const say = (from: number, id: number, words: string, more: object = {}) => ({
  packet: { from, id, to: BROADCAST },
  data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words), ...more },
})

seeBothVillages(
  'the chat has replies under what they answer and reactions on their message',
  async ({ see }) => {
    const messages = messagesOf((await see('/chat')).html)
    const answer = messages.find((message) => message.includes('since 9:30')) ?? ''
    assert.match(answer, /Old Mill Base/)
    assert.match(answer, /Canoe of Jörg 🛶 Is the relay on the Kreuzberg up again\?/)
    assert.match(answer, /👍 2 by Weiherhof Solar, St\. Kilian Tower 🎉 by Canoe of Jörg/)
    assert.ok(!messages.some((message) => message.includes('swordfish')))
    assert.equal(messages.filter((message) => message.includes('👍')).length, 1)
  },
)

inBothVillages('the chat filters by channel and leaves range tests out', async ({ stage, see }) => {
  await stage.hear(say(MILL, 8001, 'seq 12'))
  await stage.hear(say(MILL, 8002, 'seq 12 was the last that I heard'))
  const messages = messagesOf((await see('/chat')).html)
  assert.match(messages[0] ?? '', /was the last that I heard/)
  assert.ok(!messages.some((message) => message.endsWith('seq 12')))
  const other = await see('/chat?channel=MediumFast')
  assert.equal(messagesOf(other.html).length, 1)
  const tabs = /<nav class="tabs".*?<\/nav>/s.exec(other.html)?.[0] ?? ''
  assert.deepEqual(
    [...tabs.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
    ['/chat', '/chat?channel=LongFast', '/chat?channel=MediumFast'],
  )
  assert.match(tabs, /aria-current="page" href="[^"]*MediumFast"/)
  assert.match((await see('/chat?channel=Nothing')).text, /Nothing was said here yet/)
})

inVillage('the chat pages back to its beginning', async ({ stage, see }) => {
  await stage.together(async () => {
    for (let index = 0; index < 250; index++) {
      await stage.hear(say(MILL, 10_000 + index, `message number ${index}.`))
    }
  })
  const found: string[] = []
  for (let url: string | undefined = '/chat'; url !== undefined; ) {
    const { html } = await see(url)
    found.push(...messagesOf(html))
    url = /href="(\/chat\?before=\d+)"/.exec(html)?.[1]
  }
  const numbers = found.flatMap((text) => /number (\d+)\./.exec(text)?.[1] ?? [])
  assert.deepEqual(
    numbers.map(Number),
    Array.from({ length: 250 }, (_, index) => 249 - index),
  )
  assert.match(found.at(-1) ?? '', /Good morning/)
})

inBothVillages('a live reaction renders its message again', async ({ stage, context }) => {
  await stage.hear(say(BOAT, 8100, '❤️', { reply_id: ID.answer, emoji: 1 }))
  const [packet] = await findPacketsById(context.db, 8100)
  assert.ok(packet)
  assert.ok(liveRows.chat?.accepts(packet, {}))
  const html = (await liveRows.chat?.render(packet, context, context.languages.of())) ?? ''
  assert.match(wordsOf(html), /since 9:30.*❤️ by Canoe of Jörg/)
})

inVillage('a live list hears nothing of direct messages or other channels', async ({ context }) => {
  const [direct] = await findPacketsById(context.db, ID.direct)
  const [question] = await findPacketsById(context.db, ID.question)
  assert.ok(direct && question)
  assert.equal(liveRows.chat?.accepts(direct, {}), false)
  assert.equal(liveRows.chat?.accepts(question, { channel: 'MediumFast' }), false)
  assert.equal(liveRows.firehose?.accepts(direct, { node_id: `${FARM}` }), true)
  assert.equal(liveRows.firehose?.accepts(direct, { node_id: `${BOAT}` }), false)
  const html = (await liveRows.firehose?.render(direct, context, context.languages.of())) ?? ''
  assert.match(html, /^<tr class="packet">/)
  assert.doesNotMatch(html, /swordfish/)
})

test('only plain http and https addresses in a message become links', () => {
  const hrefs = (text: string) =>
    textParts(text).flatMap((part) => ('href' in part ? part.href : []))
  assert.deepEqual(hrefs('see https://a.example/x?y=1#z, and (http://b.example).'), [
    'https://a.example/x?y=1#z',
    'http://b.example/',
  ])
  assert.deepEqual(hrefs('javascript:alert(1) data:text/html,x ftp://a.example xhttp://'), [])
  assert.deepEqual(hrefs('https://bank.example@evil.example/ https://'), [])
  const text = 'a https://x.example b'
  assert.equal(
    textParts(text)
      .map((part) => part.text)
      .join(''),
    text,
  )
})

seeVillage(
  'a message names sender, channel, day and gateways, and leads to its packet',
  async (visit) => {
    const { html, text } = await visit.see('/chat')
    assert.match(text, /Wednesday, November 18, 2026/)
    const item =
      /<li class="chat-message"(?:(?!<\/li>).)*since 9:30.*?<\/li>/s.exec(html)?.[0] ?? ''
    assert.match(wordsOf(item), /Old Mill Base ?LongFast ?\d\d:\d\d:\d\d ?3 gateways/)
    assert.match(item, /href="\/node\/!a3b40c02"/)
    assert.match(item, new RegExp(`href="/packet/${ID.answer}"`))
    assert.match(item, /<a href="https:\/\/mesh\.example\.org\/kreuzberg" rel="[^"]*nofollow/)
  },
)
