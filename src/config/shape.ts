import type { Entry } from './entry.js'
import { SCHEMA, type Schema, type SectionName } from './schema.js'

/** `map_top_left_lat` → `mapTopLeftLat` */
export type Camel<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Key

export function camel(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

type SectionConfig<Section> = {
  -readonly [Key in keyof Section as Camel<Key & string>]: Section[Key] extends Entry<infer Value>
    ? Value
    : never
}

/** The configuration as the program sees it: `config.section.keyInCamelCase`. */
export type Config = { [Name in SectionName]: SectionConfig<Schema[Name]> }

/** Every key with its section, in the order of the schema. */
export function* schemaEntries(): Generator<{
  section: SectionName
  key: string
  entry: Entry<unknown>
}> {
  for (const section of Object.keys(SCHEMA) as SectionName[]) {
    for (const [key, value] of Object.entries<Entry<unknown>>(SCHEMA[section])) {
      yield { section, key, entry: value }
    }
  }
}
