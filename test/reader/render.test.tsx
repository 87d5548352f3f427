import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ComponentChildren, h, type VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'
import { renderHtml } from '../../src/reader/render.js'

const HOSTILE = `<script>alert("1")</script> & 'x' &amp; \u0000`

function Row({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    <tr class="row" title={name}>
      <td colSpan={2}>{children}</td>
    </tr>
  )
}

function Nothing() {
  return null
}

function Several() {
  return [<b key="one">1</b>, 'two', 3]
}

const trees: Record<string, VNode> = {
  texts: (
    <p>
      {HOSTILE} {0} {-1.5} {''} {null} {undefined} {true} {false} {[['nested', [1]], null]}
    </p>
  ),
  attributes: (
    <div
      class={HOSTILE}
      id=""
      title={undefined}
      hidden
      lang={undefined}
      data-count={0}
      data-is={true}
      data-not={false}
      data-json={JSON.stringify({ a: ['"', '<', '&'] })}
      aria-hidden={true}
      tabIndex={-1}
      draggable={false}
      onClick={() => {}}
    />
  ),
  form: (
    <form method="get">
      <input name="q" maxLength={20} autocomplete="off" spellcheck={false} disabled={false} />
      <select name="s">
        <option value="">any</option>
        <option value="1" selected={true}>
          {'<1>'}
        </option>
      </select>
      <button type="button" disabled aria-expanded={false} />
    </form>
  ),
  'empty elements': (
    <>
      <br />
      <img src="/a?b&c" alt="" />
      <span />
      <link rel="preload" href="/x" as="fetch" crossOrigin="anonymous" fetchPriority="low" />
      <meta charset="utf-8" />
    </>
  ),
  components: (
    <table>
      <tbody>
        {['a', HOSTILE].map((name) => (
          <Row key={name} name={name}>
            <Nothing />
            <Several />
          </Row>
        ))}
      </tbody>
    </table>
  ),
  drawing: (
    <svg viewBox="0 0 4 4" aria-hidden="true" fill="none" stroke-width="1.5">
      <marker refX="1" markerWidth={3} preserveAspectRatio="none" />
      <rect x={0} class={undefined} />
    </svg>
  ),
  'elements made by hand': <>{h('visit-part', { name: 'main' }, 'x', h('i', null))}</>,
  'kept pieces': (
    <ul>
      {jsxTemplate(['<li>&lt;kept&gt;</li>'])}
      <Row name="x">{jsxTemplate(['<b>', '</b>'], <i>1</i>)}</Row>
    </ul>
  ),
}

for (const [name, tree] of Object.entries(trees)) {
  test(`${name} are written as preact-render-to-string writes them`, () => {
    assert.equal(renderHtml(tree), renderToString(tree))
  })
}

test('what came out of JSON is no element', () => {
  const sent: unknown = JSON.parse('{"type":"script","props":{"children":"1"},"constructor":null}')
  assert.equal(renderHtml(<p>{sent as ComponentChildren}</p>), '<p></p>')
})

test('raw HTML, styles and names that end a tag are refused', () => {
  for (const props of [
    { dangerouslySetInnerHTML: { __html: '<b>' } },
    { style: 'color: red' },
    { 'x onload=1': 'y' },
    { 'a>': '1' },
  ]) {
    assert.throws(() => renderHtml(h('p', props)), /is no name/)
  }
  assert.throws(() => renderHtml(h('p><script', null)), /is no name/)
})
