import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const root = new URL('../../../../', import.meta.url)

test('every feature in docs/pages.md names a test that there is', () => {
  const text = readFileSync(new URL('docs/pages.md', root), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| (?!feature \|)/.test(line))
  assert.ok(rows.length > 80, `${rows.length} rows`)
  for (const row of rows) {
    const names = [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    assert.ok(names.length > 0, row)
    for (const name of names) {
      const isThere = ['ts', 'tsx'].some((end) =>
        existsSync(new URL(`test/${name}.test.${end}`, root)),
      )
      assert.ok(isThere, `${name}: ${row}`)
    }
  }
})
