import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { PUBLIC_DIR } from '../../../src/reader/assets.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { seeVillage, visitSite } from './browse.js'
import { MILL, populate } from './village.js'

seeVillage('a shared link has a title, a sentence and a picture', async ({ see }) => {
  const seen = new Set<string>()
  for (const page of ['/map', '/nodelist', '/chat', '/firehose', '/stats', `/node/${MILL}`]) {
    const { html } = await see(page)
    const [description = ''] =
      /(?<=<meta property="og:description" content=")[^"]*/.exec(html) ?? []
    assert.ok(description.length > 20, page)
    seen.add(description)
    assert.match(html, /og:image" content="http:\/\/mesh\.test:8081\/icons\/preview\.png"/)
  }
  assert.equal(seen.size, 6)
  const { html } = await see(`/node/${MILL}`)
  assert.match(html, /og:title" content="Old Mill Base · MeshView"/)
  assert.match(html, /og:description" content="!a3b40c02 · Client base · HELTEC V3 · /)
})

test('previews name the address that the configuration gives', async (t) => {
  const ini = '[site]\ndomain = https://mesh.example.org\nbase_path = /view\n'
  const { see, stage } = await visitSite(await sqliteDatabase(t), t, ini)
  await populate(stage, NOW_US)
  const { html } = await see('/view/chat')
  assert.match(html, /og:image" content="https:\/\/mesh\.example\.org\/view\/icons\/preview\.png"/)
})

test('the manifest names the site, and icons that there are', async (t) => {
  const ini = '[site]\ntitle = "Röhn" Mesh\nbase_path = /view\n'
  const { app, see } = await visitSite(await sqliteDatabase(t), t, ini)
  const { html } = await see('/view/')
  assert.match(html, /rel="manifest" href="\/view\/manifest\.webmanifest"/)
  const answer = await app.inject('/view/manifest.webmanifest')
  assert.match(String(answer.headers['content-type']), /^application\/manifest\+json/)
  const manifest = answer.json<{ name: string; start_url: string; icons: { src: string }[] }>()
  assert.equal(manifest.name, '"Röhn" Mesh')
  assert.equal(manifest.start_url, '/view/')
  for (const { src } of manifest.icons) {
    assert.ok(existsSync(PUBLIC_DIR + src.replace('/view/', '')), src)
    assert.equal((await app.inject(src)).headers['content-type'], 'image/png')
  }
  assert.equal((await app.inject('/favicon.ico')).statusCode, 200)
})
