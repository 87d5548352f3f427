import { spawn } from 'node:child_process'
import { shownAddress } from '../db/shown-address.js'
import { BackupError } from './fault.js'

/** What to type where PostgreSQL's own programs are not installed here. */
export function dumpCommand(url: string, file: string): string {
  return `pg_dump --format=custom --file=${quoted(file)} --dbname=${quoted(shownAddress(url))}`
}

export function restoreCommand(url: string, file: string, schema: string | null): string {
  const part = schema === null ? '' : ` --schema=${quoted(schema)}`
  return `pg_restore --clean --if-exists --single-transaction --no-owner${part} --dbname=${quoted(shownAddress(url))} ${quoted(file)}`
}

/**
 * PostgreSQL's own program writes a dump to `file`; all of it belongs to one moment. What a person is
 * told to type names `target`: a part left half done is removed some day.
 */
export async function dumpPostgres(
  url: string,
  file: string,
  target: string,
  signal?: AbortSignal,
) {
  await runTool(
    'pg_dump',
    ['--format=custom', '--no-password', `--file=${file}`, `--dbname=${shownAddress(url)}`],
    url,
    dumpCommand(url, target),
    signal,
  )
}

/**
 * Replaces what is in the database by what is in the dump, all of it or nothing; what is in `schema`
 * alone, where one is named.
 */
export async function restorePostgres(
  url: string,
  file: string,
  schema: string | null,
  signal?: AbortSignal,
) {
  await runTool(
    'pg_restore',
    [
      '--clean',
      '--if-exists',
      '--single-transaction',
      '--exit-on-error',
      '--no-owner',
      '--no-password',
      ...schemaOption(schema),
      `--dbname=${shownAddress(url)}`,
      file,
    ],
    url,
    restoreCommand(url, file, schema),
    signal,
  )
}

function schemaOption(schema: string | null): string[] {
  return schema === null ? [] : [`--schema=${schema}`]
}

/** A table whose rows are in a dump. */
export interface DumpedTable {
  schema: string
  name: string
}

/** Reads the list of contents of a dump. */
export async function tablesOfDump(url: string, file: string): Promise<DumpedTable[]> {
  const text = await runTool('pg_restore', ['--list', file], url, `pg_restore --list ${file}`)
  return [...text.matchAll(/^\d+; \d+ \d+ TABLE DATA (\S+) (\S+)/gm)].map(
    ([, schema = '', name = '']) => ({ schema, name }),
  )
}

/**
 * The revisions of the schema in a dump, each by the name that the table of migrations has for it;
 * none in one of MeshView 3.x. Reads that table's rows out of the dump, as COPY has them.
 */
export async function revisionsOfDump(
  url: string,
  file: string,
  schema: string | null,
): Promise<string[]> {
  const args = ['--data-only', ...schemaOption(schema), '--table=migrations', '--file=-', file]
  const lines = (await runTool('pg_restore', args, url, `pg_restore ${args.join(' ')}`)).split('\n')
  const start = lines.findIndex((line) => /^COPY \S*migrations \(/.test(line))
  if (start < 0) return []
  const columns =
    /\((.*)\)/
      .exec(lines[start] ?? '')?.[1]
      ?.replaceAll('"', '')
      .split(', ') ?? []
  const rows = lines.slice(start + 1, lines.indexOf('\\.', start))
  return rows.map((row) => {
    const fields = row.split('\t')
    const revision = fields[columns.indexOf('revision')]
    return revision === undefined || revision === '\\N'
      ? (fields[columns.indexOf('name')] ?? '')
      : revision
  })
}

/** Runs one of PostgreSQL's programs; the password goes by the environment, which others cannot see. */
function runTool(
  program: string,
  args: string[],
  url: string,
  command: string,
  signal?: AbortSignal,
): Promise<string> {
  const address = new URL(url)
  const password = address.searchParams.get('password') ?? decodeURIComponent(address.password)
  const child = spawn(program, args, {
    env: { ...process.env, ...(password && { PGPASSWORD: password }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-2000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return reject(error)
      reject(
        new BackupError(
          `PostgreSQL's program ${program} is not installed on this machine.`,
          `Install it (Debian: postgresql-client), or run where it is: ${command}`,
        ),
      )
    })
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new BackupError(`${program} failed: ${errors.trim()}`, `The command: ${command}`))
    })
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
