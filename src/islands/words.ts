// What scripts say, in the language of the page: the server put the texts there that its scripts
// need, see src/reader/components/island-words.ts.
import type { Words } from '../words/languages.js'
import { makeLocal } from '../words/local.js'
import { compile, type Texts } from '../words/phrase.js'

/** BCP 47, for Intl: the language of the page with the visitor's region. */
export const locale = document.documentElement.lang || 'en'

const texts = JSON.parse(document.body.dataset.words ?? '{}') as Texts

/** Only the sections that the page's scripts are listed with are there. */
export const words = compile<Words>(texts, locale) as unknown as Words

export const local = makeLocal(locale, words.units, words.symbols)
