import type { Param } from '../open.js'

/** Values that one statement asks for. */
const SLICE = 32

/**
 * Asks for any number of values in slices. Every statement has the same number of placeholders
 * (a short slice is filled up with −1, which is no id and no key), so it is prepared once.
 */
export async function bySlices<T>(
  values: Iterable<number>,
  ask: (placeholders: string, slice: Param[]) => Promise<T[]>,
  size = SLICE,
): Promise<T[]> {
  const placeholders = Array.from({ length: size }, () => '?').join(', ')
  const wanted = [...new Set(values)]
  const found: T[] = []
  for (let start = 0; start < wanted.length; start += size) {
    const slice: Param[] = wanted.slice(start, start + size)
    while (slice.length < size) slice.push(-1)
    found.push(...(await ask(placeholders, slice)))
  }
  return found
}
