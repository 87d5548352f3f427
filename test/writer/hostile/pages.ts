import assert from 'node:assert/strict'
import type { TestSite } from '../../reader/api/site.js'

/** Pages and endpoints on which what strangers sent may stand. */
export const everyPage = [
  '/map',
  '/map/data.json',
  '/map/heat.json',
  '/nodelist',
  '/nodelist?limit=1000',
  '/chat',
  '/firehose',
  '/traceroutes',
  '/nodegraph',
  '/stats',
  '/top',
  '/net',
  '/status',
  '/status/malformed',
  '/search?q=hostile',
  '/api/nodes',
  '/api/packets?limit=1000',
  '/api/channels',
  '/api/edges',
  '/api/stats/top',
  '/api/malformed',
  '/api/status',
  '/metrics',
]

/** What may stand in no page, whatever was sent. */
const CODE: [string, RegExp][] = [
  ['a script of its own', /<script(?![^>]*\ssrc=)/i],
  ['an element that was sent', /<(?:img src=x|b>h|script>hostile)/i],
  ['a handler', /<[a-z][^>"]*(?:"[^"]*"[^>"]*)*\son\w+\s*=/i],
  ['an address that is code', /(?:href|src|action)="?\s*javascript:/i],
]

export async function assertHarmless({ app }: TestSite, path: string): Promise<void> {
  const answer = await app.inject({ url: path, headers: { accept: 'text/html, */*' } })
  assert.equal(answer.statusCode, 200, `${path}: ${answer.body.slice(0, 300)}`)
  const type = String(answer.headers['content-type'])
  if (type.includes('json')) JSON.parse(answer.body)
  if (!type.includes('html')) return
  for (const [what, pattern] of CODE) {
    const found = pattern.exec(answer.body)
    assert.equal(found, null, `${path}: ${what}: ${found?.[0].slice(0, 200)}`)
  }
  assert.ok(!answer.body.includes('\0'), `${path}: NUL`)
}
