// Sentences of the catalogue as functions of what they leave open. Browser safe.
//
// A text of the catalogue is data: `{name}` stands for a value, `{name|some words}` for words that
// become an element, such as a link. A text that changes with a number is an object of its forms,
// chosen by `{count}` (CLDR's plural categories). See docs/translating.md.

/** What is between the braces of a text. */
type Slots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | Slots<Rest>
  : never
/** Names of the slots that take a value. */
type Values<Text extends string> = Exclude<Slots<Text>, `${string}|${string}`>
/** Names of the slots that make an element of their words. */
type Wraps<Text extends string> =
  Slots<Text> extends infer Slot ? (Slot extends `${infer Name}|${string}` ? Name : never) : never

/** A text that is not the same for every number. */
export interface Forms {
  readonly one: string
  readonly other: string
}

/** A sentence with something left open. Numbers are written as the language writes them. */
export type Phrase<Value extends string, Wrap extends string> = ([Wrap] extends [never]
  ? (values: Readonly<Record<Value, string | number>>) => string
  : unknown) & {
  /** The sentence in pieces, with elements in their places. */
  with<Node>(
    values: Readonly<Record<Value, string | number | Node>> &
      Readonly<Record<Wrap, (words: string) => Node>>,
  ): (string | Node)[]
}

/** A catalogue as it is used: whole texts are strings, texts with something open are phrases. */
export type Compiled<Catalogue> = {
  readonly [Key in keyof Catalogue]: Catalogue[Key] extends string
    ? [Slots<Catalogue[Key]>] extends [never]
      ? string
      : Phrase<Values<Catalogue[Key]>, Wraps<Catalogue[Key]>>
    : Catalogue[Key] extends Forms
      ? Phrase<Values<Catalogue[Key]['other']> | 'count', Wraps<Catalogue[Key]['other']>>
      : Compiled<Catalogue[Key]>
}

/** Every slot of an English text must be in its translation; a test finds those that are not in it. */
type SameSlots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? (Slot extends `${infer Name}|${string}`
      ? `${string}{${Name}|${string}}${string}`
      : `${string}{${Slot}}${string}`) &
      SameSlots<Rest>
  : string

type TranslatedForms<English extends Forms, Categories extends string> = {
  // In some languages 21 is `one` as well: only where English and they mean 1 alone may it be left out.
  readonly [Category in Categories]: Category extends 'one'
    ? 'few' extends Categories
      ? SameSlots<English['other']>
      : SameSlots<English['one']>
    : SameSlots<English['other']>
}

/** The forms of Russian: 1, 21; 2, 34; 5, 11. Fractions are written like a few. */
export type OneFewMany = 'one' | 'few' | 'many'

/**
 * The same keys with the same slots in another language. `Categories` are the forms that its
 * numbers have.
 */
export type Translation<Catalogue, Categories extends string = 'one' | 'other'> = {
  readonly [Key in keyof Catalogue]: Catalogue[Key] extends string
    ? SameSlots<Catalogue[Key]>
    : Catalogue[Key] extends Forms
      ? TranslatedForms<Catalogue[Key], Categories>
      : Translation<Catalogue[Key], Categories>
}

/** A catalogue or a part of one, as data. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** Makes phrases of a catalogue in the language `locale`. */
export function compile<Catalogue>(texts: Texts, locale: string): Compiled<Catalogue> {
  const plurals = makePlurals(locale)
  const write = makeWriter(locale)
  const compiled = (part: Texts): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(part).map(([key, value]) => [
        key,
        typeof value !== 'string'
          ? isForms(value)
            ? phrase((values) => formOf(value, plurals, values['count']), write)
            : compiled(value)
          : value.includes('{')
            ? phrase(() => value, write)
            : value,
      ]),
    )
  return compiled(texts) as Compiled<Catalogue>
}

export function isForms(part: Texts): boolean {
  return typeof part['one'] === 'string'
}

/** Whole numbers below this are most of those that are said. */
const SMALL = 1000

/** The plural category of a number; Intl is asked once for a small one. */
function makePlurals(locale: string): (count: number) => string {
  let rules: Intl.PluralRules | undefined
  const known: string[] = []
  return (count) => {
    rules ??= new Intl.PluralRules(locale)
    if (!isSmall(count)) return rules.select(count)
    known[count] ??= rules.select(count)
    return known[count]
  }
}

/** A number as the language writes it. */
function makeWriter(locale: string): (value: number) => string {
  let numbers: Intl.NumberFormat | undefined
  let isPlain = false
  return (value) => {
    if (numbers === undefined) {
      numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
      isPlain = numbers.format(123) === '123'
    }
    return isPlain && isSmall(value) ? String(value) : numbers.format(value)
  }
}

function isSmall(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < SMALL
}

/** Fractions are `other`, which Russian writes as a few. */
function formOf(forms: Texts, plurals: (count: number) => string, count: unknown): string {
  const form = forms[plurals(Number(count))] ?? forms['other'] ?? forms['few']
  return typeof form === 'string' ? form : ''
}

type AnyValues = Readonly<Record<string, unknown>>

function phrase(textFor: (values: AnyValues) => string, write: (value: number) => string) {
  const withValues = (values: AnyValues): unknown[] =>
    pieces(textFor(values)).map((piece) => {
      if (typeof piece === 'string') return piece
      const value = values[piece.name]
      if (typeof value === 'number') return write(value)
      return typeof value === 'function' ? value(piece.words) : value
    })
  return Object.assign((values: AnyValues) => withValues(values).join(''), { with: withValues })
}

interface Slot {
  name: string
  words: string
}

const known = new Map<string, (string | Slot)[]>()

function pieces(text: string): (string | Slot)[] {
  let split = known.get(text)
  if (split === undefined) {
    split = text
      .split(/(\{[^}]*\})/)
      .filter((piece) => piece !== '')
      .map((piece) => {
        if (!piece.startsWith('{')) return piece
        const [name = '', words = ''] = piece.slice(1, -1).split('|')
        return { name, words }
      })
    known.set(text, split)
  }
  return split
}
