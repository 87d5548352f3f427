import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { removeFormer } from '../../src/build/former-files.js'

test('a build leaves the two before it, which a running site still names', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-former-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  // Oldest first; a script that did not change is written anew by each build.
  const written = [
    ...['map-AAAAAAA1.css', 'map-AAAAAAA2.css', 'map-AAAAAAA3.css', 'map-AAAAAAA4.css'],
    ...['map-BBBBBBB1.js', 'node-graph-CCCCCCC1.js', 'manifest.json'],
  ].flatMap((name, day) =>
    ['', '.map', '.br', '.gz'].map((ending) => ({ name: name + ending, day })),
  )
  for (const { name, day } of written) {
    writeFileSync(join(folder, name), '')
    utimesSync(join(folder, name), new Date(2026, 0, day + 1), new Date(2026, 0, day + 1))
  }
  // Built again as it was: newer than those that came after it.
  utimesSync(join(folder, 'map-AAAAAAA1.css'), new Date(), new Date())
  removeFormer(folder)
  const left = new Set(readdirSync(folder))
  const gone = written.map(({ name }) => name).filter((name) => !left.has(name))
  assert.deepEqual(gone.sort(), [
    'map-AAAAAAA2.css',
    'map-AAAAAAA2.css.br',
    'map-AAAAAAA2.css.gz',
    'map-AAAAAAA2.css.map',
  ])
})
