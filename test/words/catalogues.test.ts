import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogues } from '../../src/words/languages.js'
import type { Texts } from '../../src/words/phrase.js'

/** Words that are the same in another language, on purpose: names, and loan words of radio and web. */
const SAME: Record<string, string> = {
  de: `API|OpenAPI 3.1|Parameter|Chat|CSV|Hardware|Graph|Signal|Live|Gateway|Firmware|Position|Traceroute
    |Traceroutes|Top|Port {number}|Region|Text|Routing|Audio|Simulator|Hops|Status|Gateways|Broker|Version
    |Host|Wind|Online|Sensor|Client|Router|Repeater|Tracker|Traceroute {from} → {to}|Traceroute {id}, {time}|min|Name|Port`,
  es: `API|OpenAPI 3.1|Chat|CSV|Hardware|Firmware|Traceroute|Traceroutes|Top|{count} byte|{count} bytes
    |Audio|Sensor|Router|Roles|Broker|Error|Total|Traceroute {from} → {to}|Traceroute {id}, {time}|min`,
  ru: 'API|OpenAPI 3.1|CSV',
}
const NAMES = `dBm|hPa|mph|inHg|Paxcounter|Store Forward++|Store & Forward|ZPS|ATAK|Cayenne|ATAK Forwarder|SNR|RSSI|Bluetooth|Wi-Fi|TAK
  |PM1|PM4|PM10`

function flat(texts: Texts, path = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : flat(value, `${path}${key}.`),
  )
}

const english = new Map(flat(catalogues.get('en') ?? {}))

for (const [language, texts] of catalogues) {
  if (language === 'en') continue
  const listed = new Set(`${SAME[language]}|${NAMES}`.split('|').map((word) => word.trim()))
  const own = flat(texts)

  test(`nothing was left in English by mistake (${language})`, () => {
    const left = own.filter(
      ([path, text]) =>
        text === english.get(path) &&
        /[a-z]{3}/i.test(text.replace(/\{[^}]*\}/g, '')) &&
        !listed.has(text),
    )
    assert.deepEqual(left, [])
  })

  test(`every value and link of a text is in its translation, and no other (${language})`, () => {
    const slots = (text: string) =>
      [...text.matchAll(/\{(\w+)/g)]
        .map(([, name]) => name)
        .sort((a = '', b = '') => (a < b ? -1 : 1))
    // Forms of a number may leave the number out; what a language has more of them is like many.
    const wrong = own.filter(([path, text]) => {
      const source = english.get(path) ?? english.get(path.replace(/\.(few|many)$/, '.other'))
      if (source === undefined) return true
      const isForm = /\.(one|few|many|other)$/.test(path)
      const expected = slots(source).filter((name) => !isForm || name !== 'count')
      return (
        slots(text)
          .filter((name) => !isForm || name !== 'count')
          .join() !== expected.join()
      )
    })
    assert.deepEqual(wrong, [])
  })
}
