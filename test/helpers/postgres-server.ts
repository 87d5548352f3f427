import pg from 'pg'

/** The PostgreSQL server that tests may make databases on, or undefined. */
export const admin = process.env.MESHVIEW_TEST_POSTGRES
/** The tablespace of this run, told to its processes by name: see memory-tablespace.ts. */
export const TABLESPACE = 'MESHVIEW_TEST_TABLESPACE'

let pool: pg.Pool | undefined

/** Connections to the server that the tests of a process share; they keep no process alive. */
export function server(): pg.Pool {
  if (pool !== undefined) return pool
  pool = new pg.Pool({ connectionString: admin, max: 2, allowExitOnIdle: true })
  // A test may end every connection of the server.
  pool.on('error', () => {})
  return pool
}

/** The address of a database on that server. */
export function urlOf(database: string): string {
  const url = new URL(admin ?? '')
  url.pathname = `/${database}`
  return url.href
}

/**
 * Creates a database as a copy. Copying the files takes a tenth of what writing every block to
 * the log takes, which is the default from PostgreSQL 15 on; before that it was the only way.
 */
export async function createDatabase(name: string, template = 'template1'): Promise<void> {
  const { rows } = await server().query<{ can: boolean }>(
    `select current_setting('server_version_num')::int >= 150000 as can`,
  )
  const strategy = rows[0]?.can ? 'strategy file_copy' : ''
  const place = process.env[TABLESPACE] ? `tablespace ${process.env[TABLESPACE]}` : ''
  await server().query(`create database ${name} template ${template} ${strategy} ${place}`)
}

export async function dropDatabase(name: string): Promise<void> {
  await server().query(`drop database if exists ${name} with (force)`)
}
