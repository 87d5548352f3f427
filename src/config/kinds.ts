/** What the text of a value is read against. */
export interface Reading {
  /** Absolute folder of the configuration file: relative paths start here. */
  folder: string
}

/** A type of value: how its text is read, and how a person is told what is expected. */
export interface Kind<T> {
  /** Completes "expected …" and stands in the documentation. */
  readonly expects: string
  /** Whether an empty text is a value of its own; if not, empty means the default. */
  readonly blank: boolean
  /** Reads trimmed text; throws {@link Refusal} when it cannot be understood. */
  read(text: string, reading: Reading): T
}

/** Says that a text is no value of its kind; the message, if any, says more than the kind does. */
export class Refusal extends Error {}

export function text(expects = 'text'): Kind<string> {
  return { expects, blank: true, read: (value) => value }
}

/** Text of a fixed set; upper and lower case are the same. */
export function choice<const T extends string>(options: readonly T[]): Kind<T> {
  return {
    expects: `one of ${options.join(', ')}`,
    blank: false,
    read(value) {
      const found = options.find((option) => option.toLowerCase() === value.toLowerCase())
      if (found === undefined) throw new Refusal()
      return found
    },
  }
}

const BOOLEANS = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])

/** true, yes, on, 1 / false, no, off, 0 in any case, as configparser's getboolean. */
export function boolean(): Kind<boolean> {
  return {
    expects: 'true or false',
    blank: false,
    read(value) {
      const found = BOOLEANS.get(value.toLowerCase())
      if (found === undefined) throw new Refusal()
      return found
    },
  }
}

/** A whole number from `least` to `most`, both included. */
export function integer(least: number, most: number, unit = ''): Kind<number> {
  return {
    expects: `a whole number from ${least} to ${most}${unit && ` (${unit})`}`,
    blank: false,
    read(value) {
      if (!/^[+-]?\d+$/.test(value)) throw new Refusal()
      return within(Number(value), least, most)
    },
  }
}

/** A whole number, or nothing (read as 0), which leaves the choice to the program. */
export function integerOrAutomatic(least: number, most: number): Kind<number> {
  const strict = integer(least, most)
  return {
    expects: `${strict.expects}, or nothing`,
    blank: true,
    read: (value, reading) => (value === '' ? 0 : strict.read(value, reading)),
  }
}

/** A decimal number from `least` to `most`, both included. */
export function decimal(least: number, most: number, unit = ''): Kind<number> {
  return {
    expects: `a number from ${least} to ${most}${unit && ` (${unit})`}`,
    blank: false,
    read(value) {
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) throw new Refusal()
      return within(Number(value), least, most)
    },
  }
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new Refusal()
  return value
}

/**
 * The items of a list written as a JSON array of texts or parted by commas; quotes around an
 * item and empty items are dropped.
 */
export function listItems(value: string): string[] {
  if (!value.startsWith('[')) return value.split(',').map(unquote).filter(Boolean)
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    throw new Refusal('the list that begins with "[" is not valid JSON')
  }
  if (!Array.isArray(parsed)) throw new Refusal()
  return parsed.map((item) => {
    if (typeof item !== 'string' && typeof item !== 'number') throw new Refusal()
    return String(item).trim()
  })
}

function unquote(item: string): string {
  return item
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()
}
