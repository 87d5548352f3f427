import assert from 'node:assert/strict'
import { test } from 'node:test'
import { h, type VNode } from 'preact'
import { html } from '../../src/reader/components/html.js'
import { KeptById } from '../../src/reader/components/kept.js'
import { renderPart, type Site } from '../../src/reader/components/site.js'
import { encodeAll } from '../../src/reader/encode.js'
import { makeLanguages } from '../../src/words/languages.js'

const languages = makeLanguages()
/** What of a site pieces depend on. */
const siteIn = (language: string, base = '') =>
  ({ speech: languages.of(language), base, units: 'metric' }) as Site

test('what is put into a template is escaped, in text and in quotes; elements stay what they are', () => {
  const hostile = '"><script>alert(1)</script>&'
  const escaped = '&quot;>&lt;script>alert(1)&lt;/script>&amp;'
  const made = html`
    <td class="${hostile}">
      ${hostile} ${h('b', { title: hostile }, hostile)}
      ${[html`<i>${hostile}</i>`, hostile, 7]}${null}${undefined}${false}${true}${0}
    </td>`
  assert.equal(
    renderPart(siteIn('en'), made),
    `<td class="${escaped}">${escaped} <b title="${escaped}">${escaped}</b><i>${escaped}</i>${escaped}70</td>`,
  )
})

test('a piece with an id is made anew when a fact, the language or the address of the site changes', () => {
  const pieces = new KeptById(10)
  let made = 0
  const ask = (site: Site, id: number | string, ...facts: unknown[]) => {
    const Piece = (): VNode => pieces.get(id, facts, () => html`${id} ${String(facts)} ${++made}`)
    return renderPart(site, h(Piece, {}))
  }
  const en = siteIn('en')
  assert.equal(ask(en, 1, 'a', null), '1 a, 1')
  assert.equal(ask(en, 1, 'a', null), '1 a, 1')
  assert.equal(ask(en, 1, 'a', 'b'), '1 a,b 2')
  assert.equal(ask(en, 1, 'a'), '1 a 3')
  assert.equal(ask(en, '1', 'a'), '1 a 4')
  assert.equal(ask(siteIn('de'), 1, 'a'), '1 a 5')
  assert.equal(ask(en, 1, 'a'), '1 a 3', 'two languages do not drive each other out')
  assert.equal(ask(siteIn('en', '/meshview'), 1, 'a'), '1 a 6')
  for (let id = 100; id < 200; id++) ask(en, id)
  assert.equal(ask(en, 1, 'a'), `1 a ${made}`, 'of many that come once none stays')
})

test('pieces are encoded as their text would be, however long they are', () => {
  for (const length of [0, 1, 1000, 1_048_570, 1_048_574, 1_048_576, 3_000_000]) {
    const pieces = ['ä…😀', Buffer.from('−é'), 'x'.repeat(length), Buffer.from('end'), '']
    assert.equal(
      encodeAll(pieces).toString(),
      `ä…😀−é${'x'.repeat(length)}end`,
      `${length} letters between`,
    )
    const bytes = Buffer.alloc(length, 'y')
    assert.deepEqual(encodeAll([bytes, 'ä']), Buffer.concat([bytes, Buffer.from('ä')]))
  }
})
