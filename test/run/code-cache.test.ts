import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { program } from '../../src/run/programs.js'

const folder = fileURLToPath(new URL('../../app/', import.meta.url))
/** Says whether V8 takes the cache of a program, under the flags that this process has. */
const look = `
  const { readFileSync } = require('node:fs')
  const { constants, Script } = require('node:vm')
  const file = process.argv[1]
  const script = new Script(require('node:module').wrap(readFileSync(file + '.js', 'latin1')), {
    filename: file + '.js',
    cachedData: readFileSync(file + '.cache'),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  console.log(script.cachedDataRejected)`

test('V8 takes what the build kept of every program, under the flags that mvrun gives', () => {
  const kept = readdirSync(folder).filter((name) => name.endsWith('.cache'))
  for (const name of ['writer', 'reader', 'typeorm', 'migrating-thread']) {
    const cache = kept.find((file) => file.startsWith(`${name}-`))
    assert.ok(cache, `the build has left a cache of ${name}`)
    const { nodeArgs } = program(name === 'reader' ? 'reader' : 'writer')
    const file = folder + cache.slice(0, -'.cache'.length)
    const { stdout } = spawnSync(process.execPath, [...nodeArgs, '-e', look, file])
    assert.equal(stdout.toString().trim(), 'false', `${name} is rejected`)
  }
})
