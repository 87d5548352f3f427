import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfig } from '../../../src/config/config.js'
import { PORT } from '../../../src/mesh/portnums.js'
import type { GateState } from '../../../src/reader/gate.js'
import { errorPage } from '../../../src/reader/pages/error.js'
import { migratingPage } from '../../../src/reader/pages/migrating.js'
import { makeLanguages } from '../../../src/words/languages.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { visitSite, wordsOf } from './browse.js'

const english = makeLanguages().of()

const hello = { data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello') } }

test('before the first packet / says what to type into the app, then leads on', async (t) => {
  const { see, stage } = await visitSite(await sqliteDatabase(t), t, '[site]\nstarting = /chat\n')
  const { text, html } = await see('/', 'pi.lan:8081')
  assert.match(text, /Address pi\.lan Port 1883/)
  assert.match(text, /Root topic msh\/REGION/)
  assert.match(text, /TLS enabled off/)
  assert.match(text, /Encryption enabled on JSON output enabled off/)
  assert.match(html, /data-first-packet="\/live\/arrivals"/)
  await stage.hear(hello)
  assert.equal((await see('/')).location, '/chat')
})

test('a start page that does not exist leads to the nodes', async (t) => {
  const { see, stage } = await visitSite(await sqliteDatabase(t), t, '[site]\nstarting = /kiosk9\n')
  await stage.hear(hello)
  assert.equal((await see('/')).location, '/nodelist')
})

test('a visitor on the machine itself is told its address in the network', async (t) => {
  const { see } = await visitSite(await sqliteDatabase(t), t)
  const { text } = await see('/', 'localhost:8081')
  assert.doesNotMatch(text, /Address 127\.|0\.0\.0\.0/)
})

test('the welcome page names another port, and never a password', async (t) => {
  const { see } = await visitSite(
    await sqliteDatabase(t),
    t,
    '[broker]\nport = 1999\nusername = mesh\npassword = hunter2\n',
  )
  const { text, html } = await see('/', '[fd00::5]:8081')
  assert.match(text, /Address \[fd00::5\]:1999/)
  assert.match(text, /Username and password as in \[broker\] of config\.ini/)
  assert.doesNotMatch(html, /hunter2/)
})

test('the welcome page names the broker that the site reads', async (t) => {
  const { see } = await visitSite(
    await sqliteDatabase(t),
    t,
    '[mqtt]\nserver = mqtts://broker.example.org\ntopics = ["msh/US/bayarea/#"]\n',
  )
  const { text } = await see('/')
  assert.match(text, /Address broker\.example\.org/)
  assert.match(text, /TLS enabled on/)
  assert.match(text, /Root topic msh\/US\/bayarea/)
})

test('messages that were no packets are not passed over in silence', async (t) => {
  const { see, stage } = await visitSite(await sqliteDatabase(t), t)
  await stage.hearBytes('msh/US/2/e/LongFast/!22222222', Buffer.from('nonsense'))
  assert.match((await see('/')).text, /One message came, but none was a packet/)
  assert.match((await see('/status')).text, /What became of 1 messages? .*Malformed/)
})

test('the page of a migration says how far it is', () => {
  const { config } = parseConfig('[site]\ntitle = <b>Mesh</b>\n', '/config.ini')
  const state: GateState = {
    kind: 'waiting',
    gaveUp: false,
    migration: {
      kind: 'migrating',
      phase: 'upgrade',
      revision: 'abcd1234',
      message: 'narrow receptions',
      step: 2,
      steps: 3,
      rows_done: 500,
      rows_total: 2000,
      seconds_left: null,
      started_us: null,
      heartbeat_us: null,
    },
  }
  const html = migratingPage(state, config, english)
  const text = wordsOf(html)
  assert.match(text, /<b>Mesh<\/b> The database is being brought up to date/)
  assert.match(text, /narrow receptions \(step 2 of 3\)/)
  assert.match(html, /<progress max="2000" value="500">25 %/)
  assert.match(html, /<noscript><meta http-equiv="refresh"/)
  const unreachable = migratingPage(
    { kind: 'unreachable', reason: 'no such host' },
    config,
    english,
  )
  assert.match(wordsOf(unreachable), /The database cannot be read .*no such host/)
})

test('the error page needs neither database nor configuration', () => {
  const text = wordsOf(errorPage(404, 'There is nothing at <this> address', english))
  assert.match(text, /404 There is no such page There is nothing at <this> address/)
})
