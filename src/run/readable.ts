import type { Listening } from '../config/contract.js'

/** One line of a process's log, as pino writes it. */
export interface LogRecord {
  time: Date
  level: string
  msg: string
  err?: { message?: string; stack?: string }
  listening?: Listening
  /** What else the line holds, by name. */
  rest: Record<string, unknown>
}

const NOT_SHOWN = new Set(['time', 'level', 'msg', 'err', 'listening', 'name', 'pid', 'hostname'])
const COLOURS: Record<string, string> = {
  warn: '\x1b[33m',
  error: '\x1b[31m',
  fatal: '\x1b[31m',
  trace: '\x1b[2m',
  debug: '\x1b[2m',
}

/** The record in a line of JSON, or undefined when the line is something else (a stack, say). */
export function parseRecord(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
  const time = new Date(parsed.time as string | number)
  if (typeof parsed.level !== 'string' || Number.isNaN(time.getTime())) return undefined
  return {
    time,
    level: parsed.level,
    msg: typeof parsed.msg === 'string' ? parsed.msg : '',
    err: isObject(parsed.err) ? parsed.err : undefined,
    listening: isObject(parsed.listening) ? (parsed.listening as unknown as Listening) : undefined,
    rest: Object.fromEntries(Object.entries(parsed).filter(([key]) => !NOT_SHOWN.has(key))),
  }
}

/** `12:03:04 writer | warning: the broker refuses the password server=mqtt.example.org` */
export function formatRecord(name: string, record: LogRecord, colours = false): string {
  const { level, msg, err, rest } = record
  const label = level === 'warn' ? 'warning: ' : /^(error|fatal)$/.test(level) ? 'error: ' : ''
  const reason = err?.message && !msg.includes(err.message) ? [err.message] : []
  const said = [msg, ...reason].filter(Boolean).join(': ')
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${formatValue(value)}`)
  // A stack helps where something went wrong that nobody foresaw, and only there.
  const stack = label === 'error: ' && err?.stack ? stackOf(err.stack) : ''
  const text = `${label}${[said, ...fields].join(' ')}${stack}`
  return formatLine(name, text, record.time, colours ? COLOURS[level] : undefined)
}

/** A line of any text, prefixed with time and process; further lines of it are indented. */
export function formatLine(name: string, text: string, time: Date, colour?: string): string {
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  const prefix = `${clock} ${name.padEnd(6)} | `
  const safe = harmless(text).replaceAll('\n', `\n${' '.repeat(prefix.length - 2)}| `)
  return colour ? `${prefix}${colour}${safe}\x1b[0m` : prefix + safe
}

/** Control characters shown as text: names from the mesh must not steer anybody's terminal. */
function harmless(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function formatValue(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return value
  return JSON.stringify(value) ?? String(value)
}

function stackOf(stack: string): string {
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '))
  return frames.map((line) => `\n${line}`).join('')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
