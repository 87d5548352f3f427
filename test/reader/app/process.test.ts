import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openDatabase } from '../../../src/db/open.js'
import { migrate } from '../../../src/migrate/index.js'
import { CERTIFICATE, PRIVATE_KEY } from '../../helpers/certificate.js'
import { freePort } from '../../helpers/ports.js'
import { run, within } from '../../helpers/processes.js'
import { openEvents } from './event-source.js'

function setFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-reader-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts the reader on a configuration of its own. */
function startReader(t: TestContext, folder: string, server: string) {
  const file = join(folder, 'config.ini')
  writeFileSync(file, `[server]\nbind = 127.0.0.1\n${server}\n`)
  const reader = run('src/reader/main.js', ['--config', file])
  t.after(() => reader.stop())
  return reader
}

async function portOf(reader: ReturnType<typeof run>): Promise<number> {
  const line = await reader.said(/"listening":/)
  return (JSON.parse(line) as { listening: { port: number } }).listening.port
}

async function makeDatabase(folder: string): Promise<void> {
  const db = await openDatabase(`sqlite:///${join(folder, 'packets.db')}`, 'write')
  await migrate(db, { backup: false })
  await db.close()
}

test('the reader listens before there is a database, and stops at once when told', async (t) => {
  const folder = setFolder(t)
  const reader = startReader(t, folder, 'port = 0')
  const url = `http://127.0.0.1:${await portOf(reader)}`
  assert.equal((await fetch(`${url}/health`)).status, 503)
  await makeDatabase(folder)
  await reader.said(/The database is ready/)
  const listener = await openEvents(`${url}/api/live`)
  assert.equal(await reader.stop(), 0)
  await within(listener.ended, 'the end of a stream')
})

test('a port that is taken is said with the key to change', async (t) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.after(() => other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const reader = startReader(t, setFolder(t), `port = ${port}`)
  assert.equal(await reader.ended, 78)
  assert.match(reader.lines.join('\n'), new RegExp(`\\[server\\] port: ${port} is in use`))
})

test('mvrun health asks where the configuration has the site, by HTTPS as well', async (t) => {
  const folder = setFolder(t)
  const pem = join(folder, 'site.pem')
  writeFileSync(pem, CERTIFICATE + PRIVATE_KEY)
  const port = await freePort()
  const reader = startReader(t, folder, `port = ${port}\ntls_cert = ${pem}`)
  await portOf(reader)
  const file = join(folder, 'config.ini')
  const mvrun = async (...args: string[]) => {
    const asking = run('mvrun.js', [...args, '--config', file])
    return { code: await asking.ended, said: asking.lines.join('\n') }
  }
  assert.deepEqual(await mvrun('health', '--live'), { code: 0, said: 'live' })
  const sick = await mvrun('health')
  assert.equal(sick.code, 1, 'it has no database')
  assert.match(sick.said, /^(migrating|unhealthy): ./)
  assert.match((await mvrun('check')).said, /web server: MeshView is running on port/)
  assert.equal(await reader.stop(), 0)
  const gone = await mvrun('health', '--live')
  assert.equal(gone.code, 1)
  assert.match(gone.said, /^No MeshView answers at 127\.0\.0\.1 port \d+: .*ECONNREFUSED/)
})

test('a certificate turns HTTPS on; without its key it is refused', async (t) => {
  const folder = setFolder(t)
  const pem = join(folder, 'site.pem')
  writeFileSync(pem, CERTIFICATE + PRIVATE_KEY)
  const reader = startReader(t, folder, `port = 0\ntls_cert = ${pem}`)
  const port = await portOf(reader)
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/health/live', ca: CERTIFICATE }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    }).once('error', reject)
  })
  assert.equal(status, 200)
  assert.equal(await reader.stop(), 0)

  for (const [content, complaint] of [
    [CERTIFICATE, /holds no private key/],
    [PRIVATE_KEY, /holds no certificate/],
    [CERTIFICATE + PRIVATE_KEY.replace(/[A-Za-z]{8}/, 'AAAAAAAA'), /tls_cert/],
  ] as const) {
    writeFileSync(pem, content)
    const refused = startReader(t, folder, `port = 0\ntls_cert = ${pem}`)
    assert.equal(await refused.ended, 78)
    assert.match(refused.lines.join('\n'), complaint)
  }
})
