import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseConfig } from '../../src/config/config.js'
import { renderIni, renderMarkdown } from '../../src/config/document.js'
import { parseIni } from '../../src/config/ini.js'
import { schemaEntries } from '../../src/config/shape.js'

const ROOT = new URL('../../../', import.meta.url)
const REMEDY = 'run: npm run build && node dist/src/config/write-documents.js'

function shipped(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}

test('config.ini is what the schema says', () => {
  assert.equal(shipped('config.ini'), renderIni(), `config.ini is not up to date; ${REMEDY}`)
})

test('docs/configuration.md is what the schema says', () => {
  assert.equal(shipped('docs/configuration.md'), renderMarkdown(), `not up to date; ${REMEDY}`)
})

test('config.ini holds every key, and reads as the defaults without a warning', () => {
  const { sections, errors } = parseIni(shipped('config.ini'))
  assert.deepEqual(errors, [])
  for (const { section, key } of schemaEntries()) {
    assert.ok(sections.get(section)?.values.has(key), `[${section}] ${key} is missing`)
  }
  const { config, warnings } = parseConfig(shipped('config.ini'), '/x/config.ini')
  assert.deepEqual(warnings, [])
  assert.deepEqual(config, parseConfig('', '/x/config.ini').config)
})

test('every key has a help text that ends as a sentence, and a default that its kind accepts', () => {
  for (const { section, key, entry } of schemaEntries()) {
    assert.match(entry.help, /[.)]$/, `[${section}] ${key}`)
    entry.kind.read(entry.initial, { folder: '/' })
  }
})
