import { isUtf8 } from 'node:buffer'
import { asBuffer } from './bytes.js'

// Text from the mesh: any bytes at all, meant for people and for two databases.

// Control characters but tab and line breaks, and halves of surrogate pairs.
const CONTROLS = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu
const BREAKS = /[\t\n\r\u2028\u2029]+/g
// Marks, embeddings, overrides and isolates that turn the direction of what follows a name.
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const DIRTY_NAME = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
// What draws nothing: joiners, selectors, fillers and the blank of Braille.
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]+$/u

/** The longest text kept of a message, in code points. A radio packet holds at most 233 bytes. */
const MAX_TEXT = 1000
/** The longest name kept, in code points. Firmware allows 39 bytes. */
const MAX_NAME = 40

/** At most `maxLength` code points of a text, never half a character. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const points = Array.from(text.slice(0, maxLength * 2))
  return points.length <= maxLength ? points.join('') : points.slice(0, maxLength).join('')
}

/**
 * Makes a text fit to be stored and shown: no NUL (PostgreSQL refuses it) and no other control
 * character but tab and line breaks, no lone surrogate, at most `maxLength` code points.
 */
export function cleanText(text: string, maxLength = MAX_TEXT): string {
  return cutText(text.replace(CONTROLS, ''), maxLength)
}

/**
 * Makes a name fit to stand in a line among others: like {@link cleanText}, and no line breaks and
 * no characters that change the direction of the text around it. Empty when nothing of it can be
 * seen: a link of such a name would be none.
 */
export function cleanName(text: string, maxLength = MAX_NAME): string {
  const isClean = text.length <= maxLength && !DIRTY_NAME.test(text)
  const name = isClean
    ? text.trim()
    : cleanText(text.replace(BREAKS, ' ').replace(DIRECTIONS, ''), maxLength).trim()
  return INVISIBLE.test(name) ? '' : name
}

/** The emoji of a code point; empty when the number is no character. */
export function emojiOf(code: number): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  if (code < 0x20 || code > 0x10ffff || isSurrogate) return ''
  return cleanName(String.fromCodePoint(code))
}

/** UTF-8 to text; what is no UTF-8 becomes U+FFFD. Not cleaned. */
export function lossyText(bytes: Uint8Array): string {
  return asBuffer(bytes).toString()
}

/** UTF-8 to text; `null` when it is none. Not cleaned. */
export function exactText(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? asBuffer(bytes).toString() : null
}
