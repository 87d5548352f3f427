import type { IniFile } from './ini.js'
import { nearest } from './nearest.js'
import { OLD_NAMES } from './old-names.js'
import { SCHEMA } from './schema.js'
import { schemaEntries } from './shape.js'

/** The text given for one key, before it is read. */
export interface GivenValue {
  text: string
  /** Where it was given, for messages: "config.ini, line 7" or "environment MESHVIEW_…". */
  origin: string
}

/** Texts by `section.key`. */
export type GivenValues = Map<string, GivenValue>

/** Set by the program itself or by its tests, and no settings. */
const OWN_VARIABLES = /^MESHVIEW_(TEST_.*|SUPERVISED)$/

const KNOWN = [
  ...[...schemaEntries()].map(({ section, key }) => ({ section: section as string, key })),
  ...OLD_NAMES,
].map(({ section, key }) => ({ section, key, id: `${section}.${key}` }))
const KNOWN_IDS = new Set(KNOWN.map(({ id }) => id))
const SECTIONS = [...new Set(KNOWN.map(({ section }) => section))]

/** The name of the environment variable that overrides a key. */
export function variableName(section: string, key: string): string {
  return `MESHVIEW_${section}_${key}`.toUpperCase()
}

/** Picks the known keys of a file; what is unknown earns a warning with the nearest known name. */
export function valuesOfFile(file: IniFile, fileName: string, warnings: string[]): GivenValues {
  const given: GivenValues = new Map()
  for (const [section, { line, values }] of file.sections) {
    if (!SECTIONS.includes(section)) {
      warnings.push(
        `[${section}] is no section (${fileName}, line ${line})${meant(`[${nearest(section, SECTIONS)}]`)}`,
      )
      continue
    }
    for (const [key, value] of values) {
      const origin = `${fileName}, line ${value.line}`
      if (KNOWN_IDS.has(`${section}.${key}`)) {
        given.set(`${section}.${key}`, { text: value.text, origin })
      } else {
        warnings.push(`[${section}] ${key} is unknown (${origin})${meant(likelyKey(section, key))}`)
      }
    }
  }
  return given
}

/** Picks `MESHVIEW_SECTION_KEY` of an environment; an unknown `MESHVIEW_…` earns a warning. */
export function valuesOfEnvironment(env: NodeJS.ProcessEnv, warnings: string[]): GivenValues {
  const given: GivenValues = new Map()
  const byVariable = new Map(KNOWN.map(({ section, key, id }) => [variableName(section, key), id]))
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('MESHVIEW_') || text === undefined) continue
    const id = byVariable.get(variable)
    if (id !== undefined) {
      given.set(id, { text: text.trim(), origin: `environment ${variable}` })
    } else if (!OWN_VARIABLES.test(variable)) {
      warnings.push(
        `environment ${variable} is no setting${meant(nearest(variable, byVariable.keys()))}`,
      )
    }
  }
  return given
}

/**
 * Moves the values of 3.x's names to the keys they stand for, in place. A key given under its own
 * name wins.
 */
export function applyOldNames(given: GivenValues, warnings: string[]): void {
  const isOldBackup = given.has('cleanup.backup_enabled')
  for (const old of OLD_NAMES) {
    const id = `${old.section}.${old.key}`
    const value = given.get(id)
    if (!value) continue
    given.delete(id)
    if (old.warning) warnings.push(`[${old.section}] ${old.key} ${old.warning} (${value.origin})`)
    for (const [section, key] of old.targets) {
      if (!given.has(`${section}.${key}`)) given.set(`${section}.${key}`, value)
    }
  }
  if (isOldBackup) backUpWithCleanup(given)
}

/** Where 3.x was not told when to back up, it did so at the time of its cleanup. */
function backUpWithCleanup(given: GivenValues): void {
  for (const key of ['hour', 'minute'] as const) {
    if (given.has(`backup.${key}`)) continue
    const ofCleanup = given.get(`cleanup.${key}`)
    given.set(`backup.${key}`, ofCleanup ?? { text: SCHEMA.cleanup[key].initial, origin: '' })
  }
}

function likelyKey(section: string, key: string): string | undefined {
  const elsewhere = KNOWN.find((known) => known.key === key)
  if (elsewhere) return `[${elsewhere.section}] ${key}`
  const keys = KNOWN.filter((known) => known.section === section).map((known) => known.key)
  const close = nearest(key, keys)
  return close && `[${section}] ${close}`
}

function meant(suggestion: string | undefined): string {
  return suggestion === undefined || suggestion === '[undefined]'
    ? ' and ignored'
    : ` and ignored; is ${suggestion} meant?`
}
