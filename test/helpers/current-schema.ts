import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { openDatabase } from '../../src/db/open.js'
import { migrate } from '../../src/migrate/index.js'
import { createDatabase, server, urlOf } from './postgres-server.js'

// Databases with the current schema are made once and then copied, because nearly every test wants
// one of its own and the migrations are the greater part of what a small test takes. The key is
// the migrations' and the migrating code's content: what changes the schema makes a new template.

const compiled = fileURLToPath(new URL('../..', import.meta.url))
const KEY = digest(['migrations', 'src/migrate', 'src/db'])
const DAY_MS = 86_400_000

function digest(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const path = join(compiled, folder)
    for (const file of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()) {
      if (file.endsWith('.js')) hash.update(file).update(readFileSync(join(path, file)))
    }
  }
  return hash.digest('hex').slice(0, 12)
}

/** Copies an SQLite database with the current schema to `file`. */
export async function copyCurrentSchema(file: string): Promise<void> {
  const template = join(compiled, 'test', 'templates', `${KEY}.db`)
  if (!existsSync(template)) await makeSqliteTemplate(template)
  copyFileSync(template, file)
}

/** Test processes may do so at once: each makes its own, and the last one stays. */
async function makeSqliteTemplate(template: string): Promise<void> {
  mkdirSync(join(template, '..'), { recursive: true })
  const making = `${template}.${randomBytes(6).toString('hex')}`
  await bringUp(`sqlite:///${making}`)
  renameSync(making, template)
}

/** Creates the PostgreSQL database `name` with the current schema. */
export async function createWithCurrentSchema(name: string): Promise<void> {
  const template = `meshview_template_${KEY}`
  const client = await server().connect()
  try {
    if (!(await exists(client, template))) {
      await client.query('select pg_advisory_lock(hashtext($1))', [template])
      if (!(await exists(client, template))) await makePostgresTemplate(client, template)
      await client.query('select pg_advisory_unlock(hashtext($1))', [template])
    }
  } finally {
    client.release()
  }
  await createDatabase(name, template)
}

async function exists(client: pg.ClientBase, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  return rowCount === 1
}

/** It gets its name when it is whole. Templates of other days go. */
async function makePostgresTemplate(client: pg.ClientBase, template: string): Promise<void> {
  const { rows } = await client.query<{ name: string; made: string | null }>(
    `select datname as name, shobj_description(oid, 'pg_database') as made
     from pg_database where datname like 'meshview\\_template\\_%'`,
  )
  for (const { name, made } of rows) {
    if (Number(made) < Date.now() - DAY_MS) await client.query(`drop database if exists ${name}`)
  }
  const making = `${template}_making`
  await client.query(`drop database if exists ${making}`)
  await client.query(`create database ${making}`)
  await client.query(`comment on database ${making} is '${Date.now()}'`)
  await bringUp(urlOf(making))
  await client.query(`alter database ${making} rename to ${template}`)
}

async function bringUp(url: string): Promise<void> {
  const db = await openDatabase(url, 'write')
  await migrate(db, { backup: false })
  await db.close()
}
