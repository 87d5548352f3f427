import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { catalogues, makeLanguages } from '../../src/words/languages.js'
import type { Texts } from '../../src/words/phrase.js'
import { populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { addresses } from './addresses.js'
import { inBrowser, STILL } from './browser.js'
import { serveSite } from './site.js'

// A language that nobody speaks: English with every text of the catalogue between ⟦ and ⟧. What a
// page shows outside of them has not come from the catalogue, so nobody could translate it.

/** Each piece of a text on its own, so that what is put into its slots is looked at as well. */
function mark(texts: Texts): Texts {
  const piece = (text: string) => (/\p{L}/u.test(text) ? `⟦${text}⟧` : text)
  const marked = (text: string) =>
    text
      .split(/(\{[^}]*\})/)
      .map((part) => {
        if (!part.startsWith('{')) return piece(part)
        const [name, words] = part.slice(1, -1).split('|')
        return words === undefined ? part : `{${name}|${piece(words)}}`
      })
      .join('')
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? marked(value) : mark(value),
    ]),
  )
}

/** What is the same in every language: names, and units that physics or the radio have named. */
const SHARED = new Set(
  'MeshView MQTT UTC AM PM dB dBm lx mA V °C hPa ppm SQLite PostgreSQL Leaflet OpenStreetMap Natural Earth'
    .split(' ')
    .concat('English Español Русский Deutsch'.split(' ')),
)

/** Descriptions of the API stay English, as its OpenAPI document does (docs/translating.md). */
const untranslated = new Set(['/api'])

inBrowser('every word on every page comes from the catalogue', async (open, t) => {
  const pseudo = makeLanguages(new Map([['en', mark(catalogues.get('en') ?? {})]]))
  const { url, stage, setGate, cut } = await serveSite(
    t,
    '[site]\nnet_tag = #\nweekly_net_message = –',
    pseudo,
  )
  // Nothing depends on the height, and less of it is painted.
  const { page } = await open({ ...STILL, viewport: { width: 1440, height: 400 }, locale: 'en-US' })
  let known: ReadonlySet<string> = new Set()
  const faults: Record<string, string[]> = {}
  const look = async (place: string) => {
    const found = (await page.evaluate(visibleTexts)).flatMap((text) => foreignWords(text, known))
    if (found.length > 0) faults[place] = [...new Set(found)]
  }
  await page.goto(url)
  await look('the welcome before the first packet')
  // It goes over to the site by itself with the first packet, which would be in the way.
  await page.goto('about:blank')
  await populate(stage, nowUs())
  known = await wordsOfData(stage)
  for (const address of addresses) {
    if (untranslated.has(address)) continue
    await page.goto(url + address, { waitUntil: 'load' })
    const hasDrawing = await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
      return document.querySelector('[data-map-summary]') !== null
    })
    if (hasDrawing) await page.locator('[data-loaded]').waitFor()
    await look(address)
  }
  for (const address of ['/nothing-here', '/node/nobody', '/packet/x', '/traceroute/x']) {
    await page.goto(url + address)
    await look(address)
  }
  await lookAtCards(page, url, look)
  setGate({
    kind: 'waiting',
    gaveUp: false,
    migration: {
      ...{ kind: 'migrating', phase: 'upgrade', revision: '0a1b2c3d4e5f', message: null },
      ...{ step: 1, steps: 2, rows_done: 5, rows_total: 10, seconds_left: 200 },
      ...{ started_us: null, heartbeat_us: null },
    },
  })
  cut()
  await page.goto(`${url}/nodelist`)
  await look('migrating')
  await page.waitForResponse((response) => response.status() === 503)
  await page.waitForTimeout(100)
  await look('migrating, a second later')
  assert.deepEqual(faults, {})
})

/** What only a script shows: the card of a node on map and graph. */
async function lookAtCards(page: Page, url: string, look: (place: string) => Promise<void>) {
  for (const address of ['/map', '/nodegraph']) {
    await page.goto(`${url}${address}?node=!7c5a1101`)
    await page.locator('.map-card h2').waitFor()
    await look(`${address}, the card of a node`)
  }
}

/** Words in the database: names, channels, models and the like are the same in every language. */
async function wordsOfData({ db }: Stage): Promise<Set<string>> {
  const columns = 'long_name, short_name, hw_model, firmware, channel, region, modem_preset'
  const rows = await db.all<Record<string, string | null>>(`select ${columns} from node`)
  const channels = await db.all<{ name: string }>('select name from channel')
  const texts = [...rows.flatMap((row) => Object.values(row)), ...channels.map(({ name }) => name)]
  return new Set(texts.flatMap((text) => wordsOf((text ?? '').replaceAll('_', ' '))))
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}_!]+/u).filter((word) => /\p{L}/u.test(word))
}

const DATES = [...Array(12).keys()].flatMap((month) => {
  const day = new Date(Date.UTC(2026, month, month + 1))
  return ['long', 'short'].flatMap((length) =>
    wordsOf(
      day.toLocaleDateString('en-US', {
        ...{ month: length as 'long', weekday: length as 'long', timeZone: 'UTC' },
      }),
    ),
  )
})

/** Words of a text that are neither of the catalogue, nor data, nor Meshtastic's own. */
function foreignWords(text: string, known: ReadonlySet<string>): string[] {
  // A text may have been cut where there is no room for more of it.
  const outside = text
    // The code of a fault, as /metrics names it.
    .replace(/(?<=⟧)[a-z]+(-[a-z]+)+/g, ' ')
    .replace(/⟦[^⟦⟧]*(⟧|…|$)/g, ' ')
    // A place for a script to fill, a topic.
    .replace(/\{\w+\}|msh\/\S+/g, ' ')
  const strange = wordsOf(outside).filter(
    (word) =>
      !known.has(word) &&
      !SHARED.has(word) &&
      !DATES.includes(word) &&
      // Ids, and names as the protobufs have them: CLIENT_MUTE, particles_tps.
      !/^!?(0x)?[0-9a-f]+$/.test(word) &&
      !/^[A-Z0-9_]+$/.test(word) &&
      !/^[a-z0-9]+(_[a-z0-9]+)+$/i.test(word),
  )
  return strange.length === 0 ? [] : [`${strange.join(' ')} ← ${text.slice(0, 90)}`]
}

/** Runs in the page: what people see or have read to them, but for texts of the mesh. */
function visibleTexts(): string[] {
  const own =
    'bdi, code, pre, .mono, time, script, noscript, style, .brand-name, [lang]:not(html), .chat-text, .quote'
  const texts = [document.title]
  for (const element of document.querySelectorAll('body, body *')) {
    if (element.closest(own) !== null) continue
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '')
    }
    for (const { name, value } of element.attributes) {
      const isRead = /^(title|aria-label|placeholder|alt|data-label|data-unit)$|^data-text-/
      // Beside the word for a field stands the name that the protobuf gives it.
      if (isRead.test(name) && !element.matches('dt > span')) texts.push(value)
    }
    for (const part of ['::before', '::after']) {
      const { content } = getComputedStyle(element, part)
      if (content.startsWith('"')) texts.push(JSON.parse(content.replace(/\\(?!["\\])/g, '')))
    }
  }
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}
