import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Entry } from './entry.js'
import { parseIni } from './ini.js'
import { Refusal } from './kinds.js'
import { settle } from './settle.js'
import { type Config, camel, schemaEntries } from './shape.js'
import { applyOldNames, type GivenValues, valuesOfEnvironment, valuesOfFile } from './values.js'

export type { Config } from './shape.js'

/** The configuration cannot be used. Its message lists everything that is wrong, a line each. */
export class ConfigError extends Error {
  readonly errors: readonly string[]
  /** What {@link loadConfig} would have warned of. */
  readonly warnings: readonly string[]

  constructor(file: string, errors: readonly string[], warnings: readonly string[] = []) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
    super(`${file} has ${count}:\n${errors.map((error) => `  ${error}`).join('\n')}`)
    this.name = 'ConfigError'
    this.errors = errors
    this.warnings = warnings
  }
}

export interface LoadedConfig {
  config: Config
  /** One sentence each: unknown and outdated keys, settings that do not go together. */
  warnings: string[]
}

/**
 * Reads the configuration file and the overrides `MESHVIEW_SECTION_KEY` of the environment.
 * Relative paths in either start at the folder of the file.
 * Throws {@link ConfigError} with every error at once.
 */
export function loadConfig(file: string, env: NodeJS.ProcessEnv = process.env): LoadedConfig {
  const path = resolve(file)
  return parseConfig(readText(path), path, env)
}

/** Like {@link loadConfig}, for the text of a file that is at `path` (absolute). */
export function parseConfig(
  source: string,
  path: string,
  env: NodeJS.ProcessEnv = {},
): LoadedConfig {
  const name = basename(path)
  const warnings: string[] = []
  const ini = parseIni(source)
  const errors = ini.errors.map((error) => `${name}, ${error}`)

  const given = valuesOfFile(ini, name, warnings)
  for (const [id, value] of valuesOfEnvironment(env, warnings)) given.set(id, value)
  warnPercent(given, warnings)
  applyOldNames(given, warnings)

  const values: Record<string, Record<string, unknown>> = {}
  for (const { section, key, entry } of schemaEntries()) {
    values[section] ??= {}
    values[section][camel(key)] = readEntry(entry, section, key, given, dirname(path), errors)
  }
  if (errors.length > 0) throw new ConfigError(path, errors, warnings)

  // Every key of the schema has been read by its own kind, which is what the type says.
  const config = values as Config
  settle(config, errors, warnings)
  if (errors.length > 0) throw new ConfigError(path, errors, warnings)
  return { config, warnings }
}

function readText(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    if (reason === 'ENOENT') {
      throw new ConfigError(path, ['the file does not exist; name another with --config FILE'])
    }
    throw new ConfigError(path, [`the file cannot be read (${reason})`])
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    throw new ConfigError(path, ['the file is in UTF-16; save it as UTF-8'])
  }
  return bytes.toString('utf8')
}

function readEntry(
  entry: Entry<unknown>,
  section: string,
  key: string,
  given: GivenValues,
  folder: string,
  errors: string[],
): unknown {
  const value = given.get(`${section}.${key}`)
  const useDefault = value === undefined || (value.text === '' && !entry.kind.blank)
  if (useDefault) return entry.kind.read(entry.initial, { folder })
  try {
    return entry.kind.read(value.text, { folder })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const shown = entry.secret ? '' : ` = ${shorten(value.text)}`
    const why = error.message && ` (${error.message})`
    const comment =
      /\s[#;]/.test(value.text) && !entry.secret ? '; a comment needs a line of its own' : ''
    errors.push(
      `[${section}] ${key}${shown}: expected ${entry.kind.expects}${why}${comment} (${value.origin})`,
    )
    return undefined
  }
}

function shorten(value: string): string {
  const line = value.replaceAll('\n', ' ')
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}

/** 3.x wanted a % doubled; here it is a plain character, which a password may depend on. */
function warnPercent(given: GivenValues, warnings: string[]): void {
  for (const [id, { text, origin }] of given) {
    if (!text.includes('%%')) continue
    const [section, key] = id.split('.')
    warnings.push(
      `[${section}] ${key} holds "%%", which means two % here; MeshView 3.x took it for one (${origin})`,
    )
  }
}
