/** A piece of a message: plain words, or a web address that may be followed. */
export type TextPart = { text: string } | { text: string; href: string }

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/gi
/** Punctuation after an address belongs to the sentence. */
const TRAILING = /[.,;:!?)\]}'"]+$/

/** Cuts a text at its http and https addresses; nothing else from the mesh ever becomes a link. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const written = match[0].replace(TRAILING, '')
    const href = safeAddress(written)
    if (href === null) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: written, href })
    end = match.index + written.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

function safeAddress(text: string): string | null {
  try {
    const url = new URL(text)
    // A user name in an address is a way to make one host look like another.
    const isPlain = url.username === '' && url.password === '' && url.hostname !== ''
    return isPlain && /^https?:$/.test(url.protocol) ? url.href : null
  } catch {
    return null
  }
}
