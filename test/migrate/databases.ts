import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { type Database, openDatabase } from '../../src/db/open.js'

/** A database of a test's own: its address, and connections that are closed with the test. */
export interface TestDatabase {
  engine: 'sqlite' | 'postgres'
  url: string
  /** A folder that goes with the test; the SQLite file `mesh.db` lies in it. */
  folder: string
  open(mode?: 'read' | 'write'): Promise<Database>
}

const admin = process.env.MESHVIEW_TEST_POSTGRES

/** Runs one test on SQLite and on PostgreSQL; skipped by name where there is no PostgreSQL. */
export function onBothEngines(
  name: string,
  body: (database: TestDatabase, t: TestContext) => Promise<void>,
): void {
  test(`${name} (SQLite)`, async (t) => body(await sqliteDatabase(t), t))
  test(
    `${name} (PostgreSQL)`,
    { skip: admin ? false : 'MESHVIEW_TEST_POSTGRES is not set' },
    async (t) => body(await postgresDatabase(t), t),
  )
}

/** An SQLite database in a fresh folder. */
export async function sqliteDatabase(t: TestContext): Promise<TestDatabase> {
  const folder = freshFolder(t)
  return withConnections(t, 'sqlite', `sqlite:///${join(folder, 'mesh.db')}`, folder)
}

/** A fresh database on the test server. */
export async function postgresDatabase(t: TestContext): Promise<TestDatabase> {
  const folder = freshFolder(t)
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name}`)
  const url = new URL(admin ?? '')
  url.pathname = `/${name}`
  const database = withConnections(t, 'postgres', url.href, folder)
  t.after(() => onServer(`drop database if exists ${name} with (force)`))
  return database
}

function withConnections(
  t: TestContext,
  engine: 'sqlite' | 'postgres',
  url: string,
  folder: string,
): TestDatabase {
  const open: Database[] = []
  t.after(async () => {
    for (const db of open) if (db.dataSource.isInitialized) await db.close()
  })
  return {
    engine,
    url,
    folder,
    open: async (mode = 'write') => {
      const db = await openDatabase(url, mode)
      open.push(db)
      return db
    },
  }
}

function freshFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-migrate-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
