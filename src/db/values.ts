import type { Param } from './database.js'

/**
 * A parameter without NUL: PostgreSQL refuses it in text, and SQLite reads patterns and what it
 * compares only as far as the first one.
 */
export function withoutNul<T extends Param>(value: T): T | string {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value
}

/** Booleans come as 0/1 from SQLite and as true/false from PostgreSQL. */
export function toBoolean(value: unknown): boolean {
  return value === true || value === 1
}

/** Microseconds UTC now, to the millisecond that the system clock gives. */
export function nowUs(): number {
  return Date.now() * 1000
}

/** Whole seconds since 1970 UTC of a time in microseconds, as `/ 1000000` is in SQL. */
export function secondsOf(time_us: number): number {
  return Math.trunc(time_us / 1_000_000)
}

/** Hours since 1970 UTC of a time in microseconds: the key of the roll-ups. */
export function hourOf(time_us: number): number {
  return Math.floor(time_us / 3_600_000_000)
}
