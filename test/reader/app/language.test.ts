import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqliteDatabase } from '../../migrate/databases.js'
import { setSite } from '../api/site.js'

test('a page speaks the language of the browser, or the one that was chosen', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const page = async (headers: Record<string, string>) => {
    const answer = await app.inject({ url: '/nodelist', headers })
    assert.match(String(answer.headers['vary']), /Accept-Language, Cookie/)
    const lang = /<html lang="([^"]+)"/.exec(answer.body)?.[1]
    assert.equal(answer.headers['content-language'], lang?.slice(0, 2))
    return { lang: lang?.slice(0, 2), title: /<h1>([^<]+)/.exec(answer.body)?.[1] }
  }
  assert.deepEqual(await page({}), { lang: 'en', title: 'Nodes' })
  assert.deepEqual(await page({ 'accept-language': 'de-AT,en;q=0.5' }), {
    lang: 'de',
    title: 'Knoten',
  })
  assert.equal((await page({ 'accept-language': 'en;q=0.3,ru' })).lang, 'ru')
  // What nobody speaks here, and what no browser sends.
  assert.equal((await page({ 'accept-language': 'xx, ; q=, <script>,es;q=0.1' })).lang, 'es')
  assert.equal((await page({ 'accept-language': 'de', cookie: 'a=b; language=es' })).lang, 'es')
  assert.equal((await page({ 'accept-language': 'de', cookie: 'language=xx' })).lang, 'de')
})

test('a language is chosen by a link, without script, and leads nowhere else', async (t) => {
  const { app } = await setSite(await sqliteDatabase(t), t)
  const choose = (code: string, referer?: string) =>
    app.inject({ url: `/language/${code}`, headers: referer === undefined ? {} : { referer } })
  const chosen = await choose('de', 'http://mesh.example/nodelist?role=ROUTER')
  assert.equal(chosen.statusCode, 303)
  assert.equal(chosen.headers.location, '/nodelist?role=ROUTER')
  assert.match(String(chosen.headers['set-cookie']), /^language=de; Path=\/;/)
  const unknown = await choose('xx', 'http://mesh.example//evil.example/x')
  assert.equal(unknown.headers.location, '/evil.example/x')
  assert.equal(unknown.headers['set-cookie'], undefined)
  assert.equal((await choose('ru', 'not an address')).headers.location, '/')
})
