/** One `key = value` of an INI file, with the line (from 1) that its key stands on. */
export interface IniValue {
  text: string
  line: number
}

export interface IniSection {
  line: number
  /** By key in lower case. */
  values: Map<string, IniValue>
}

export interface IniFile {
  /** By name exactly as written: section names tell upper from lower case. */
  sections: Map<string, IniSection>
  /** What could not be read, one sentence each, with its line. */
  errors: string[]
}

/**
 * Reads INI text by the rules of Python's configparser, which MeshView 3.x used:
 * - a comment is a line that starts with `#` or `;`; inside a value these are plain characters,
 *   so that MQTT topics such as `msh/US/#` survive;
 * - key and value are parted by the first `=` or `:`; keys are taken in lower case;
 * - a line indented deeper than its key continues that key's value;
 * - a section or key written twice is an error.
 * Unlike configparser, `%` has no meaning of its own. Never throws.
 */
export function parseIni(source: string): IniFile {
  const file: IniFile = { sections: new Map(), errors: [] }
  let section: IniSection | undefined
  let sectionName = ''
  let value: IniValue | undefined
  let keyIndent = 0

  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const [index, raw] of lines.entries()) {
    const line = index + 1
    const text = raw.trim()
    if (text.startsWith('#') || text.startsWith(';')) continue
    if (text === '') {
      if (value) value.text += '\n'
      continue
    }

    const indent = raw.length - raw.trimStart().length
    if (value && indent > keyIndent) {
      value.text += `\n${text}`
      continue
    }
    keyIndent = indent
    value = undefined

    const header = /^\[(.+)\]/.exec(text)
    if (header) {
      sectionName = header[1]!
      const known = file.sections.get(sectionName)
      if (known) {
        file.errors.push(
          `line ${line}: section [${sectionName}] began on line ${known.line} already`,
        )
        section = known
      } else {
        section = { line, values: new Map() }
        file.sections.set(sectionName, section)
      }
      continue
    }

    const delimiter = text.search(/[=:]/)
    if (delimiter < 1) {
      // The line is not repeated: a stray line may well be the tail of a secret.
      file.errors.push(`line ${line}: expected "key = value", "[section]" or a comment`)
      continue
    }
    const key = text.slice(0, delimiter).trimEnd().toLowerCase()
    if (!section) {
      file.errors.push(`line ${line}: ${key} stands before the first [section]`)
      continue
    }
    value = { text: text.slice(delimiter + 1).trim(), line }
    const earlier = section.values.get(key)
    if (earlier) {
      file.errors.push(
        `line ${line}: [${sectionName}] ${key} is given twice, first on line ${earlier.line}`,
      )
    } else {
      section.values.set(key, value)
    }
  }

  for (const { values } of file.sections.values()) {
    for (const entry of values.values()) entry.text = entry.text.trimEnd()
  }
  return file
}
