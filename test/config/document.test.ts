import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
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

test('settings that the documents name are settings', () => {
  const keys = new Map<string, Set<string>>()
  for (const { section, key } of schemaEntries()) {
    keys.set(section, (keys.get(section) ?? new Set()).add(key))
  }
  const documents = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md'))
  let named = 0
  for (const path of ['README.md', ...documents.map((name) => `docs/${name}`)]) {
    // Keys of MeshView 3.x are told in the documents about it, and in the table above.
    // Those of MeshView 3.x are told there, beside what took their place.
    if (/meshview-3|configuration/.test(path)) continue
    const text = shipped(path)
    const inWords = [...text.matchAll(/`\[([a-z]+)\]\s+([a-z_]+)/g)].map(([, ...key]) => key)
    const inBlocks = [...text.matchAll(/```ini\n(.*?)```/gs)].flatMap(([, block = '']) =>
      [...parseIni(block).sections].flatMap(([section, { values }]) =>
        [...values.keys()].map((key) => [section, key]),
      ),
    )
    for (const [section = '', key = ''] of [...inWords, ...inBlocks]) {
      // Sections of systemd begin with a capital letter.
      if (/^[A-Z]/.test(section)) continue
      assert.ok(keys.get(section)?.has(key), `${path}: [${section}] ${key}`)
      named++
    }
  }
  assert.ok(named > 25, `${named} named`)
})
