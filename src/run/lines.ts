import type { Readable } from 'node:stream'

/** Characters of one line that are kept; a process gone mad shall not fill our memory. */
const LONGEST_LINE = 16_384

/**
 * Calls `onLine` for every line of a text stream, without its line end. The end of a line longer
 * than {@link LONGEST_LINE} is dropped, and said to be. A last line without line end counts.
 */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let pending = ''
  let dropping = false
  const finish = (tail: string) => {
    const line = pending + (dropping ? '' : tail)
    pending = ''
    dropping = false
    if (line !== '') onLine(line.replace(/\r$/, ''))
  }

  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const parts = chunk.split('\n')
    const rest = parts.pop()!
    for (const part of parts) finish(part)
    if (dropping) return
    pending += rest
    if (pending.length > LONGEST_LINE) {
      pending = `${pending.slice(0, LONGEST_LINE)}… (cut)`
      dropping = true
    }
  })
  stream.on('end', () => finish(''))
}
