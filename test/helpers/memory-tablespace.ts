import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { admin } from './postgres-server.js'

/** Where the databases of this run lie on the PostgreSQL server, as long as it goes on. */
export interface Tablespace {
  name: string
  /** Drops it with what tests have left there. */
  drop(): Promise<void>
}

const MEMORY = '/dev/shm'
const MUCH_KB = 1_000_000

/**
 * A tablespace in the memory of the server's machine, where that has enough of it. A database is
 * three hundred files: to make those on a disk takes a processor up to half a second, in memory
 * 25 ms, and the tests make several hundred databases. Null where the server does not allow it.
 * The server makes the folder itself, because it has to be its own.
 */
export async function memoryTablespace(): Promise<Tablespace | null> {
  if (admin === undefined) return null
  const client = connection()
  try {
    await client.connect()
    await dropAbandoned(client)
    const name = `meshview_test_${randomBytes(6).toString('hex')}`
    await lock(client, name)
    await onServer(
      client,
      `test "$(df --output=avail -k ${MEMORY} | tail -n 1)" -gt ${MUCH_KB} && mkdir -m 700 ${MEMORY}/${name}`,
    )
    await client.query(`create tablespace ${name} location '${MEMORY}/${name}'`)
    return {
      name,
      async drop() {
        await client.end()
        const last = connection()
        await last.connect()
        await drop(last, name)
        await last.end()
      },
    }
  } catch {
    await client.end().catch(() => {})
    return null
  }
}

function connection(): pg.Client {
  const client = new pg.Client({ connectionString: admin })
  // A server may be restarted, and end its connections, while tests go on.
  client.on('error', () => {})
  return client
}

/** Those of runs that were killed: a run that goes on holds the lock of its own. */
async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select spcname as name from pg_tablespace where spcname like 'meshview\\_test\\_%'`,
  )
  for (const { name } of rows) if (await lock(client, name)) await drop(client, name)
}

/** False where another run has it. It ends with the connection. */
async function lock(client: pg.Client, name: string): Promise<boolean> {
  const sql = 'select pg_try_advisory_lock(hashtext($1)) as mine'
  const { rows } = await client.query<{ mine: boolean }>(sql, [name])
  return rows[0]?.mine ?? false
}

async function drop(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database join pg_tablespace t on t.oid = dattablespace
     where spcname = $1`,
    [name],
  )
  for (const { datname } of rows) {
    await client.query(`drop database if exists ${datname} with (force)`)
  }
  await client.query(`drop tablespace if exists ${name}`)
  await onServer(client, `rm -rf ${MEMORY}/${name}`)
}

/** Runs a command as the user whose server it is; it reads what it is sent, or the pipe breaks. */
async function onServer(client: pg.Client, command: string): Promise<void> {
  await client.query(`copy (select 1) to program 'cat > /dev/null && ${command}'`)
}
