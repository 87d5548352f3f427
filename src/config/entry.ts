import type { Kind } from './kinds.js'

/** One key of the configuration. */
export interface Entry<T> {
  kind: Kind<T>
  /** The default, as it is written in the file. */
  initial: string
  /** What the key does: a sentence or two of plain text. */
  help: string
  /** The value is never shown, neither in messages nor in a log. */
  secret: boolean
}

/** A key with its default and its help. */
export function entry<T>(kind: Kind<T>, initial: string, help: string): Entry<T> {
  return { kind, initial, help, secret: false }
}

/** A key whose value is shown nowhere; not set by default. */
export function secret<T>(kind: Kind<T>, help: string): Entry<T> {
  return { kind, initial: '', help, secret: true }
}
