// SQLite keeps in a column whatever was put there, so nothing read from an old database is taken
// for granted.

const INT32_MAX = 0x7fffffff
const UINT32_MAX = 0xffffffff

/** A whole number within 53 bits, or null. */
export function whole(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  const rounded = Math.trunc(number)
  return Number.isSafeInteger(rounded) ? rounded : null
}

/** A number of at most 32 bits with sign, 0 where there is none. */
export function int32(value: unknown): number {
  return Math.max(-INT32_MAX - 1, Math.min(INT32_MAX, whole(value) ?? 0))
}

/** A header field that firmware keeps in a byte, 0 where there is none. */
export function byte(value: unknown): number {
  return Math.max(0, Math.min(255, whole(value) ?? 0))
}

/** A time in microseconds, or null where there is none. */
export function microseconds(value: unknown): number | null {
  const number = whole(value)
  return number !== null && number > 0 ? number : null
}

/** A node number, or null where the value is none. */
export function nodeNumber(value: unknown): number | null {
  const number = whole(value)
  return number !== null && number >= 0 && number <= UINT32_MAX ? number : null
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
