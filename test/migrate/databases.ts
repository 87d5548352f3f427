import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Database, openDatabase, sqliteFile } from '../../src/db/open.js'
import { migrate } from '../../src/migrate/index.js'
import { copyCurrentSchema, createWithCurrentSchema } from '../helpers/current-schema.js'
import { admin, createDatabase, dropDatabase, urlOf } from '../helpers/postgres-server.js'

/** A database of a test's own: its address, and connections that are closed with the test. */
export interface TestDatabase {
  engine: 'sqlite' | 'postgres'
  url: string
  /** A folder that goes with the test; the SQLite file `mesh.db` lies in it. */
  folder: string
  open(mode?: 'read' | 'write'): Promise<Database>
  /** Opens it for writing with the current schema, which it is given where it has none yet. */
  openCurrent(): Promise<Database>
}

/** A test, or what else a database goes with. */
export interface Owner {
  after(end: () => unknown): void
}

type Body = (database: TestDatabase, t: TestContext) => Promise<void>

/**
 * Runs one test on SQLite and on PostgreSQL, on databases with the current schema; skipped by
 * name where there is no PostgreSQL.
 */
export function onBothEngines(name: string, body: Body): void {
  test(`${name} (SQLite)`, async (t) => {
    const database = await sqliteDatabase(t)
    await copyCurrentSchema(join(database.folder, 'mesh.db'))
    await body(database, t)
  })
  onPostgres(name, createWithCurrentSchema, body)
}

/** The same on databases without any table. */
export function onEmptyDatabases(name: string, body: Body): void {
  test(`${name} (SQLite)`, async (t) => body(await sqliteDatabase(t), t))
  onPostgres(name, createDatabase, body)
}

function onPostgres(name: string, create: Create, body: Body): void {
  test(
    `${name} (PostgreSQL)`,
    { skip: admin ? false : 'MESHVIEW_TEST_POSTGRES is not set' },
    async (t) => body(await postgresDatabase(t, create), t),
  )
}

/** An SQLite database in a fresh folder. */
export async function sqliteDatabase(t: Owner): Promise<TestDatabase> {
  const folder = freshFolder(t)
  return withConnections(t, 'sqlite', `sqlite:///${join(folder, 'mesh.db')}`, folder)
}

/** Makes the database `name`. */
type Create = (name: string) => Promise<void>

/** A fresh database on the test server, without any table unless `create` gives it some. */
export async function postgresDatabase(
  t: Owner,
  create: Create = createDatabase,
): Promise<TestDatabase> {
  const folder = freshFolder(t)
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await create(name)
  const database = withConnections(t, 'postgres', urlOf(name), folder)
  t.after(() => dropDatabase(name))
  return database
}

function withConnections(
  t: Owner,
  engine: 'sqlite' | 'postgres',
  url: string,
  folder: string,
): TestDatabase {
  const open: Database[] = []
  t.after(async () => {
    // Some tests close it themselves, or end its server.
    for (const db of open) await db.close().catch(() => {})
  })
  const database: TestDatabase = {
    engine,
    url,
    folder,
    async open(mode = 'write') {
      const db = await openDatabase(url, mode)
      open.push(db)
      return db
    },
    async openCurrent() {
      const file = sqliteFile(url)
      if (file !== null && !existsSync(file)) await copyCurrentSchema(file)
      const db = await database.open()
      await migrate(db, { backup: false })
      return db
    },
  }
  return database
}

function freshFolder(t: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-migrate-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
