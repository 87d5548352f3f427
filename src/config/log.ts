import { type Logger, pino, stdTimeFunctions } from 'pino'
import type { Config } from './config.js'
import { camel, schemaEntries } from './shape.js'

export type Log = Logger

/** Secrets shorter than this are not searched for in log lines: they would mask ordinary words. */
const SHORTEST_SECRET = 4

/**
 * The log of one process: a JSON object per line on standard output, which mvrun turns into text.
 * No secret of the configuration gets into it, at any level: fields with telling names are
 * replaced, and so is the text of a secret wherever else it turns up (in a driver's error, say).
 */
export function createLog(name: string, config: Config): Log {
  const secrets = secretTexts(config)
  return pino({
    name,
    level: config.logging.level,
    timestamp: stdTimeFunctions.isoTime,
    base: undefined,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'password',
        '*.password',
        'connectionString',
        '*.connectionString',
        'secondaryKeys',
        '*.secondaryKeys',
        'req.headers.authorization',
        'req.headers.cookie',
      ],
      censor: '***',
    },
    hooks: {
      streamWrite: (line) => secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line),
    },
  })
}

/** The texts to keep out of the log, as they look inside a JSON string. */
function secretTexts(config: Config): string[] {
  const sections: Record<string, Record<string, unknown>> = config
  const found = new Set<string>()
  for (const { section, key, entry } of schemaEntries()) {
    if (!entry.secret) continue
    const value = sections[section]?.[camel(key)]
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text === 'string') for (const part of secretParts(text)) found.add(part)
    }
  }
  return [...found]
    .filter((text) => text.length >= SHORTEST_SECRET)
    .map((text) => JSON.stringify(text).slice(1, -1))
    .sort((a, b) => b.length - a.length)
}

/** Of a connection string only the password is secret, both as written and decoded. */
function secretParts(text: string): string[] {
  if (text.startsWith('sqlite:')) return []
  if (!text.startsWith('postgresql:')) return [text]
  const url = new URL(text)
  const password = url.password || url.searchParams.get('password') || ''
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
