/** Texts that are remembered, each in the place that its bytes name. */
const PLACES = 4096
/** Bytes; no topic and no id of firmware is longer, and nobody else is to fill the memory. */
const LONGEST = 100
/** Bytes at the end that tell most texts apart: topics end with the gateway. */
const TOLD_BY = 16

const remembered = new Array<string>(PLACES).fill('')

/**
 * The text of `bytes` from `start` up to `end` in UTF-8, what is none as U+FFFD. For texts that come
 * again and again, as topics and the names of gateways and channels do with every message: the same
 * string is given each time, which costs less than another, and nothing while messages wait.
 */
export function repeatedText(bytes: Buffer, start: number, end: number): string {
  const length = end - start
  if (length > LONGEST) return bytes.toString('utf8', start, end)
  let hash = length
  for (let index = Math.max(start, end - TOLD_BY); index < end; index++) {
    hash = Math.imul(hash, 31) + (bytes[index] as number)
  }
  const place = (hash ^ (hash >>> 16)) & (PLACES - 1)
  const known = remembered[place] as string
  if (known.length === length && isAscii(known, bytes, start)) return known
  const text = bytes.toString('utf8', start, end)
  // As many characters as bytes: ASCII, or U+FFFD, which no byte is compared with as equal.
  if (text.length === length) remembered[place] = text
  return text
}

/** Whether the bytes are this text, each a character. */
function isAscii(text: string, bytes: Buffer, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false
  }
  return true
}
