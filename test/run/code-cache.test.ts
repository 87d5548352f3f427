import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { program } from '../../src/run/programs.js'
import { startSite } from '../helpers/site.js'

const folder = fileURLToPath(new URL('../../app/', import.meta.url))
/** Says whether V8 takes the cache of a program, under the flags that this process has and the loader sets. */
const look = `
  const { readFileSync } = require('node:fs')
  const { constants, Script } = require('node:vm')
  require('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
  const file = process.argv[1]
  const script = new Script(require('node:module').wrap(readFileSync(file + '.js', 'latin1')), {
    filename: file + '.js',
    cachedData: readFileSync(file + '.cache'),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  console.log(script.cachedDataRejected)`

test('V8 takes what the build kept of every program, under the flags that mvrun gives', () => {
  const kept = readdirSync(folder).filter((name) => name.endsWith('.cache'))
  for (const name of ['start', 'writer', 'reader', 'typeorm', 'migrating-thread']) {
    const cache = kept.find((file) => file.startsWith(`${name}-`))
    assert.ok(cache, `the build has left a cache of ${name}`)
    // Nobody gives mvrun any.
    const { nodeArgs } =
      name === 'start' ? { nodeArgs: [] } : program(name === 'reader' ? 'reader' : 'writer')
    const file = folder + cache.slice(0, -'.cache'.length)
    const { stdout } = spawnSync(process.execPath, [...nodeArgs, '-e', look, file])
    assert.equal(stdout.toString().trim(), 'false', `${name} is rejected`)
  }
})

test('no process loads what only fetch needs, which is 10 MB and a fiftieth of a second', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-loaded-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const tell = join(folder, 'tell.cjs')
  writeFileSync(
    tell,
    `process.on('exit', () => require('node:fs').writeFileSync(
      ${JSON.stringify(folder)} + '/' + process.pid + '.json', JSON.stringify(process.moduleLoadList)))`,
  )
  const site = await startSite(t, {}, { nodeArgs: ['--require', tell] })
  for (const path of ['/', '/nodelist', '/map', '/map/data.json', '/api/packets', '/health']) {
    await site.page(path)
  }
  for (const { child, stop } of [site.writer, site.reader]) {
    await stop()
    const loaded: string[] = JSON.parse(readFileSync(join(folder, `${child.pid}.json`), 'utf8'))
    assert.ok(loaded.includes('NativeModule net'), 'the list is one of modules')
    assert.deepEqual(
      loaded.filter((name) => name.includes('undici')),
      [],
    )
  }
})
