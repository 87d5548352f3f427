import { de } from './de/index.js'
import { en } from './en/index.js'
import { es } from './es/index.js'
import { type Local, makeLocal } from './local.js'
import { type Compiled, compile, type Texts } from './phrase.js'
import { ru } from './ru/index.js'

/** The catalogue as pages use it. */
export interface Words extends Compiled<typeof en> {}

/** A language as a visitor reads it. */
export interface Speech {
  /** `de` */
  language: string
  /** BCP 47, with the visitor's region where it is known: `de-AT`. */
  locale: string
  /** The catalogue as data, for islands. */
  texts: Texts
  words: Words
  local: Local
}

export const FALLBACK = 'en'

/** The catalogues by language, in the order in which they are offered. */
export const catalogues: ReadonlyMap<string, Texts> = new Map<string, Texts>([
  ['en', en],
  ['es', es],
  ['ru', ru],
  ['de', de],
])

/** Every language in its own words. */
export const languageNames: Readonly<Record<string, string>> = {
  en: 'English',
  es: 'Español',
  ru: 'Русский',
  de: 'Deutsch',
}

export interface Languages {
  /** The language of these names that comes first and is there, else the last resort, English. */
  of(...codes: (string | undefined)[]): Speech
  has(code: string): boolean
  /** The same language as people of a region write it: `de-AT`. */
  inRegion(speech: Speech, locale: string): Speech
}

/** More regions than people come from are an attack on the memory. */
const MOST_LOCALES = 40

/** Those of the catalogues, made once for whoever asks. */
const shared = new Map<string, Speech>()

/** The languages that a site speaks. */
export function makeLanguages(texts = catalogues): Languages {
  // When it is first asked for: a start waits for none of them.
  const made = texts === catalogues ? shared : new Map<string, Speech>()
  const madeOf = (language: string): Speech => {
    const speech = made.get(language) ?? makeSpeech(language, language, texts.get(language)!)
    made.set(language, speech)
    return speech
  }
  return {
    has: (code) => texts.has(code),
    of(...codes) {
      const code = codes.find((each) => each !== undefined && texts.has(each))
      return madeOf(code ?? FALLBACK)
    },
    inRegion(speech, locale) {
      const known = made.get(locale)
      if (known !== undefined) return known
      if (made.size >= MOST_LOCALES) return speech
      const regional = makeSpeech(speech.language, locale, speech.texts)
      made.set(locale, regional)
      return regional
    },
  }
}

function makeSpeech(language: string, locale: string, texts: Texts): Speech {
  const words = compile<typeof en>(texts, locale)
  return { language, locale, texts, words, local: makeLocal(locale, words.units, words.symbols) }
}
