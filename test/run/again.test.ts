import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesToRepeat } from '../again.js'

const files = ['browser/map.test.js', 'browser/chat.test.js', 'run/mvrun.test.js', 'db/a.test.js']
files.push('db/b.test.js', 'reader/c.test.js')

test('a test that failed is repeated with its file, one of a helper with those of its folder', () => {
  const one = { name: 'it starts', file: 'run/mvrun.test.js' }
  assert.deepEqual(filesToRepeat([one, { ...one, name: 'it ends' }], files), ['run/mvrun.test.js'])
  assert.deepEqual(filesToRepeat([{ name: 'it shows', file: 'browser/in-browser.js' }], files), [
    ...['browser/map.test.js', 'browser/chat.test.js'],
  ])
})

test('what cannot be the machine alone is not repeated', () => {
  const all = files.map((file) => ({ name: file, file }))
  assert.deepEqual(filesToRepeat(all, files), [], 'too many tests')
  assert.deepEqual(filesToRepeat(all.slice(0, 4), files), [], 'too many files')
  // A file that could not be loaded, and a helper of all.
  for (const file of ['groups/browser-1.js', 'helpers/until.js', 'main.js']) {
    assert.deepEqual(filesToRepeat([{ name: file, file }], files), [], file)
  }
})
