import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const root = new URL('../../../../', import.meta.url)

/** Titles of the tests of a file; null where there is no such file. */
function titlesOf(name: string): string[] | null {
  const file = ['ts', 'tsx']
    .map((end) => new URL(`test/${name}.test.${end}`, root))
    .find((each) => existsSync(each))
  if (file === undefined) return null
  const calls = /\b(?:test|in[A-Z]\w+|see[A-Z]\w+|on[A-Z]\w+)\(\s*(['`])((?:\\.|(?!\1).)+)\1/g
  return [...readFileSync(file, 'utf8').matchAll(calls)].map(([, , title = '']) => title)
}

test('every feature in docs/pages.md names tests that there are', () => {
  const text = readFileSync(new URL('docs/pages.md', root), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| (?!feature \|)/.test(line))
  assert.ok(rows.length > 120, `${rows.length} rows`)
  const faults: string[] = []
  for (const row of rows) {
    const proof = row.split('|').at(-2)?.trim() ?? ''
    const named = [...proof.matchAll(/`([^`]+)`((?:,? “[^”]+”)+)/g)]
    if (named.length === 0 || proof.replace(/`[^`]+`(?:,? “[^”]+”)+;?/g, '').trim() !== '') {
      faults.push(`names no test: ${row}`)
    }
    for (const [, file = '', names = ''] of named) {
      const titles = titlesOf(file)
      if (titles === null) faults.push(`there is no test/${file}.test.ts`)
      for (const [, name = ''] of names.matchAll(/“([^”]+)”/g)) {
        const isThere = titles?.some((title) => title.includes(name)) ?? false
        if (!isThere) faults.push(`${file} has no test “${name}”`)
      }
    }
  }
  assert.deepEqual([...new Set(faults)], [])
})
