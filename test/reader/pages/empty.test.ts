import assert from 'node:assert/strict'
import { NOW_US } from '../../writer/stage.js'
import { inVillage } from './browse.js'

const DAY_US = 86_400_000_000

/** Lists of a usual time, which is over in a mesh that fell silent (or was away until now). */
const lists = ['/nodelist', '/links', '/top', '/stats', '/map', '/nodegraph']

inVillage('a list that is empty for its time leads to a longer one', async ({ see, setNow }) => {
  setNow(NOW_US + 20 * DAY_US)
  for (const list of lists) {
    const { html, text } = await see(`${list}?channel=LongFast`)
    assert.match(text, /Show a longer time/, list)
    const [, href = ''] = /<a class="button" href="([^"]*)">Show a longer time/.exec(html) ?? []
    assert.match(href, /channel=LongFast/, `${list} keeps its filters`)
    const longer = await see(href.replaceAll('&amp;', '&'))
    assert.equal(longer.status, 200)
    assert.doesNotMatch(longer.text, /Show a longer time/, href)
    assert.match(longer.text, /Kreuzberg|Packets per day/, href)
  }
})

inVillage('a list without the filters’ fit in any time leads nowhere', async ({ see }) => {
  const { text } = await see('/nodelist?active=all&q=nobody')
  assert.match(text, /No node fits\./)
  assert.doesNotMatch(text, /Show a longer time/)
})
