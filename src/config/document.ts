import type { Entry } from './entry.js'
import { OLD_NAMES } from './old-names.js'
import { SCHEMA, SECTION_HELP, type SectionName } from './schema.js'
import { variableName } from './values.js'

// config.ini and docs/configuration.md as the schema has them; a test compares the files.

const RULER = `# ${'-'.repeat(98)}`

/** The shipped config.ini: every key at its default, with its help as a comment. */
export function renderIni(): string {
  const intro = [
    'Settings of MeshView. As shipped, nothing needs to be changed.',
    '',
    'A line that begins with # or ; is a comment; elsewhere these are plain characters.',
    'Paths are absolute or begin at the folder of this file. Every key can be overridden by the',
    'environment: [server] port by MESHVIEW_SERVER_PORT. docs/configuration.md has it all as a table;',
    '"node dist/mvrun.js check" tries it.',
  ]
  const sections = sectionNames().map((section) => {
    const head = [RULER, `# ${SECTION_HELP[section]}`, RULER, `[${section}]`].join('\n')
    return [head, ...entries(section).map(iniEntry)].join('\n\n')
  })
  return `${intro.map(comment).join('\n')}\n\n${sections.join('\n\n')}\n`
}

function iniEntry([key, entry]: [string, Entry<unknown>]): string {
  const { expects } = entry.kind
  const plain = expects === 'text' || expects === 'true or false'
  const lines = [...wrap(entry.help, 97), ...(plain ? [] : wrap(`Value: ${expects}.`, 97))]
  return [...lines.map(comment), `${key} = ${entry.initial}`.trimEnd()].join('\n')
}

/** docs/configuration.md: the rules, a table per section, and the names of MeshView 3.x. */
export function renderMarkdown(): string {
  const sections = sectionNames().map((section) => {
    const rows = entries(section).map(([key, { initial, kind, help }]) => [
      `\`${key}\``,
      initial && `\`${initial}\``,
      kind.expects,
      help,
    ])
    const head = ['key', 'default', 'value', 'meaning']
    return `## [${section}]\n\n${SECTION_HELP[section]}.\n\n${table([head, ...rows])}`
  })
  const old = OLD_NAMES.map(({ section, key, note }) => [`\`[${section}] ${key}\``, note])
  const oldNames = `${MARKDOWN_OLD_NAMES}\n\n${table([['key', 'here'], ...old])}`
  return `${[MARKDOWN_INTRO, ...sections, oldNames].join('\n\n')}\n`
}

/** A Markdown table with columns padded as the formatter pads them; the first row is its head. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((row) => [...(row[column] ?? '')].length)),
  )
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width)).join(' | ')} |`
  const ruler = line(widths.map((width) => '-'.repeat(width)))
  return [line(head), ruler, ...body.map(line)].join('\n')
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - [...text].length)
}

const MARKDOWN_INTRO = `# Configuration

<!-- Made from src/config/schema.ts by \`node dist/src/config/write-documents.js\`; do not edit. -->

MeshView reads \`config.ini\` in the current folder, or the file named by \`--config FILE\`. A
\`config.ini\` of MeshView 3.x is accepted as it is. \`node dist/mvrun.js check\` reads the file, says
everything that is wrong with it, and tries the database, the broker and the ports.

- A comment is a line that begins with \`#\` or \`;\`. Inside a value these are plain characters, and
  so is \`%\`. A line that is indented continues the value above it.
- Relative paths begin at the folder of the file.
- Every key can be overridden by an environment variable named \`MESHVIEW_SECTION_KEY\`:
  \`[server] port\` by \`${variableName('server', 'port')}\`.
- An empty value means the default, unless the table says what "empty" stands for.
- An unknown section or key is ignored with a warning that names the nearest known one. A value that
  cannot be understood is an error: all errors are listed, and MeshView ends with exit code 78.

To keep \`git pull\` free of conflicts, leave the shipped file alone: copy it, and name the copy with
\`--config\`, or set what differs in the environment.`

const MARKDOWN_OLD_NAMES = `## Names of MeshView 3.x

Everything else that 3.x knows has the same name above.`

function sectionNames(): SectionName[] {
  return Object.keys(SCHEMA) as SectionName[]
}

function entries(section: SectionName): [string, Entry<unknown>][] {
  return Object.entries<Entry<unknown>>(SCHEMA[section])
}

function comment(line: string): string {
  return `# ${line}`.trimEnd()
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
