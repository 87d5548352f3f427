import { withoutNul } from './values.js'

/**
 * How texts are looked up: each is kept in `text_search` as a set of tokens. There is one for every
 * letter and for every two letters that stand together, whatever their case, and one each for its
 * channel, sender and port. Two letters are what a word has at least in Chinese or Japanese, and
 * letters of any script, emoji and signs are alike. Tokens are numbers. What has all tokens of the words may still not
 * have the words: that is looked at afterwards, the tokens only must never miss any.
 *
 * A change here needs a revision that fills `text_search` anew.
 */
export interface TokenFields {
  channel_id?: number
  from_node_id?: number
  portnum?: number
}

/** One more than the highest code point: pairs of them are numbers beyond it. */
const LETTERS = 0x110000
/** Beyond all pairs; of fields, which have up to 32 bits. */
const FIELDS = LETTERS * LETTERS

/** The tokens of a text that is to be found, with a space between. */
export function textTokens(text: string, fields: Required<TokenFields>): string {
  const tokens = new Set(fieldTokens(fields))
  // Databases differ in how they write the small form of this letter.
  const spellings = text.includes('İ') ? [text, text.toLowerCase()] : [text]
  for (const spelling of spellings) addLetters(foldedPoints(spelling), tokens)
  return [...tokens].join(' ')
}

/**
 * The tokens that a text has which contains `words`, or their small form, and has these fields:
 * all of one of the sets. A set may be empty, then any text may be one.
 */
export function wantedTokens(words: string, fields: TokenFields): string[][] {
  // As the database is given them.
  const typedWords = withoutNul(words.replace(/\p{Cs}/gu, '\ufffd'))
  const spellings = [typedWords, typedWords.toLowerCase()].map((spelling) => {
    const tokens = new Set(fieldTokens(fields))
    const points = foldedPoints(spelling)
    const [only] = points
    if (points.length === 1 && only !== undefined) tokens.add(String(only))
    for (let index = 1; index < points.length; index++) tokens.add(pair(points, index))
    return [...tokens]
  })
  const [typed = [], small = []] = spellings
  return typed.join() === small.join() ? [typed] : [typed, small]
}

function fieldTokens({ channel_id, from_node_id, portnum }: TokenFields): string[] {
  return [channel_id, from_node_id, portnum].flatMap((value, field) =>
    value === undefined ? [] : [String(FIELDS * (field + 1) + value)],
  )
}

function addLetters(points: readonly number[], tokens: Set<string>): void {
  for (const [index, point] of points.entries()) {
    tokens.add(String(point))
    if (index > 0) tokens.add(pair(points, index))
  }
}

/** The letter at `index` and the one before it. */
function pair(points: readonly number[], index: number): string {
  return String((points[index - 1] ?? 0) * LETTERS + (points[index] ?? 0))
}

/** Code points without case: what any database takes for the same letter is the same here. */
function foldedPoints(text: string): number[] {
  const points: number[] = []
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0
    if (point < 0x80) points.push(point >= 0x41 && point <= 0x5a ? point + 0x20 : point)
    else points.push(folded(letter, point))
  }
  return points
}

function folded(letter: string, point: number): number {
  if (letter === 'İ' || letter === 'ı') return 0x69
  if (letter === 'ς') return 0x3c3
  const small = letter.toLowerCase()
  const folded = small.codePointAt(0) ?? point
  // A small form of several letters is none that a database would write.
  return small.length === (folded > 0xffff ? 2 : 1) ? folded : point
}
