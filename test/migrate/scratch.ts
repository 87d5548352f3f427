import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { createTable, dropTable } from '../../src/migrate/columns.js'
import { runCommand } from '../../src/migrate/command.js'
import type { Environment } from '../../src/migrate/commands/environment.js'
import type { TableDefinition } from '../../src/migrate/definition.js'
import type { Revision } from '../../src/migrate/revision.js'
import type { TestDatabase } from './databases.js'

/** The first revision of every scratch chain: what the models of the examples begin with. */
export const firstRevision: Revision = {
  name: 'Initial1700000000000',
  revision: '1717fa5c6545',
  downRevision: null,
  message: 'initial',
  async up(queryRunner) {
    for (const table of firstModels) await createTable(queryRunner, table)
  },
  async down(queryRunner) {
    for (const table of [...firstModels].reverse()) await dropTable(queryRunner, table.name)
  },
}

/** Two tables, one referring to the other. */
export const firstModels: readonly TableDefinition[] = [
  {
    name: 'packet',
    columns: {
      id: { type: 'bigint', primary: true },
      channel: { type: 'text', nullable: true },
      size: { type: 'int', default: 0 },
    },
    indices: { packet_channel: { columns: ['channel'] } },
  },
  {
    name: 'traceroute',
    columns: {
      id: { type: 'bigint', primary: true },
      packet_id: { type: 'bigint' },
      route: { type: 'bytes', nullable: true },
    },
    foreignKeys: {
      traceroute_packet: {
        columns: ['packet_id'],
        table: 'packet',
        references: ['id'],
        onDelete: 'cascade',
      },
    },
  },
]

const columnsModule = new URL('../../src/migrate/columns.js', import.meta.url).href

/** A checkout's worth of migrations in a folder of a test: commands write there and it grows. */
export class Scratch {
  readonly folder: string
  readonly database: TestDatabase
  models: readonly TableDefinition[] = firstModels
  /** Lines that the last command printed. */
  output: string[] = []
  revisions: Revision[] = [firstRevision]
  #loads = 0

  constructor(database: TestDatabase) {
    this.database = database
    this.folder = join(database.folder, 'migrations')
    mkdirSync(this.folder)
    writeFileSync(join(this.folder, 'index.ts'), 'export const migrations = []\n')
  }

  /** Runs `migrate …` here; the exit code. */
  async run(...args: string[]): Promise<number> {
    this.output = []
    const environment: Environment = {
      url: this.database.url,
      revisions: this.revisions,
      models: this.models,
      folder: this.folder,
      print: (line) => this.output.push(...line.split('\n')),
      ask: null,
    }
    const code = await runCommand(args, () => environment)
    await this.load()
    return code
  }

  /** The text of the file that a command has just written. */
  written(): string {
    const name = /wrote .*?([0-9a-f]{12}_\w+\.ts)/.exec(this.output.join('\n'))?.[1]
    if (name === undefined) throw new Error(`nothing was written: ${this.output.join('\n')}`)
    return readFileSync(join(this.folder, name), 'utf8')
  }

  /** Puts code into the empty `up` and `down` of the file written last, and other members. */
  async fillIn(up: string, down: string, members = ''): Promise<void> {
    const name = /wrote .*?([0-9a-f]{12}_\w+\.ts)/.exec(this.output.join('\n'))?.[1] ?? ''
    const text = this.written()
      .replace(
        'type { Revision }',
        '{ batchAlterTable, createIndex, dropIndex, sql, type Revision }',
      )
      .replace('async up() {}', `${members}\nasync up(queryRunner) {\n${up}\n}`)
      .replace('async down() {}', `async down(queryRunner) {\n${down}\n}`)
    writeFileSync(join(this.folder, name), text)
    await this.load()
  }

  /** Compiles and imports what lies in the folder. */
  async load(): Promise<void> {
    this.#loads++
    const compiled = join(this.database.folder, `compiled-${this.#loads}`)
    mkdirSync(compiled)
    this.revisions = [firstRevision]
    for (const file of readdirSync(this.folder).filter((name) => /^[0-9a-f]{12}_/.test(name))) {
      const { code } = transformSync(readFileSync(join(this.folder, file), 'utf8'), {
        loader: 'ts',
      })
      const target = join(compiled, file.replace(/\.ts$/, '.mjs'))
      writeFileSync(target, code.replace('../src/migrate/columns.js', columnsModule))
      const loaded = (await import(pathToFileURL(target).href)) as Record<string, Revision>
      this.revisions.push(...Object.values(loaded))
    }
  }
}
