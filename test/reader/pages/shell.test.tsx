import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadAssets } from '../../../src/reader/assets.js'
import { type DocumentProps, Shell, visitParts } from '../../../src/reader/components/document.js'
import { Link, renderPart, type Site } from '../../../src/reader/components/site.js'
import { renderDocument } from '../../../src/reader/shell.js'
import { utc } from '../../../src/reader/zone.js'
import { makeLanguages } from '../../../src/words/languages.js'

const languages = makeLanguages()
const HOSTILE = '</title><visit-part name="main"></visit-part><script>1</script>"\'&amp;$&$1'

function siteIn(language: string, more: Partial<Site> = {}): Site {
  return {
    ...{ base: '/view', title: 'Röhn', domain: 'mesh.test', message: 'Hello', version: '4.0.0' },
    assets: loadAssets(),
    menu: [
      { path: '/map', label: 'Map' },
      { path: '/chat', label: 'Chat' },
    ],
    ...{ now_us: 1_800_000_000_000_000, units: 'metric', zone: utc },
    speech: languages.of(language),
    feed: { kind: 'live', age_s: 3, packet_key: 7 },
    origin: 'https://mesh.test',
    ...more,
  }
}

function visit(site: Site, more: Partial<DocumentProps> = {}): DocumentProps {
  const children = (
    <p>
      Words <Link href="/about">of the page</Link>
    </p>
  )
  return { site, title: 'Title', path: '/map', children, ...more }
}

function renderedAtOnce(props: DocumentProps): string {
  return renderPart(props.site, <Shell {...props} part={(name) => visitParts[name](props)} />)
}

test('a page in its shell is the page as it is rendered at once, however often', () => {
  const hostile: Partial<Site> = { title: HOSTILE, message: HOSTILE, domain: HOSTILE }
  const visits: DocumentProps[] = [
    ...['en', 'es', 'ru', 'de'].map((language) => visit(siteIn(language))),
    visit(siteIn('en'), { path: '/chat', description: 'Said', preload: ['/a.json', '/b.json'] }),
    visit(siteIn('en'), { layout: 'full', scripts: ['map.js'], styles: ['map.css'] }),
    visit(siteIn('en'), { layout: 'bare', scripts: ['heatmap.js'] }),
    visit(siteIn('en'), { refresh: { seconds: 5 } }),
    visit(siteIn('en'), { refresh: { seconds: 5, isList: true } }),
    visit(siteIn('en', { base: '', menu: [], version: '', message: '', domain: '', title: '' })),
    visit(siteIn('en', { feed: { kind: 'silent', age_s: 4000, packet_key: 8 }, origin: '' })),
    visit(siteIn('en', { feed: { kind: 'down', age_s: null, packet_key: 9 } })),
    visit(siteIn('en', hostile), { title: HOSTILE, description: HOSTILE, children: HOSTILE }),
  ]
  for (const _ of ['made', 'known']) {
    for (const props of visits) {
      assert.equal(renderDocument(props), `<!doctype html>${renderedAtOnce(props)}`)
    }
  }
})

test('nothing of one visit is in the page of the next', () => {
  const secret = 'of-another-visitor'
  renderDocument(
    visit(siteIn('en', { origin: `https://${secret}` }), {
      ...{ title: secret, description: secret, preload: [`/${secret}`], children: secret },
    }),
  )
  assert.doesNotMatch(renderDocument(visit(siteIn('en'))), new RegExp(secret))
})

test('a component knows the site that it is rendered in, also after one that failed', () => {
  const link = <Link href="/about">About</Link>
  const Broken = () => {
    throw new Error('broken')
  }
  assert.throws(() => renderPart(siteIn('en'), <Broken />), /broken/)
  assert.throws(() => Link({ href: '/about' }), /outside of a site/)
  assert.equal(
    renderPart(siteIn('en', { base: '/other' }), link),
    '<a href="/other/about">About</a>',
  )
  assert.equal(renderPart(siteIn('en'), link), '<a href="/view/about">About</a>')
})
