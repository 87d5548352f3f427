import { resolve } from 'node:path'
import { type Kind, Refusal } from './kinds.js'

/**
 * Where the database is. Read as `sqlite:///` followed by an absolute path (so four slashes), or
 * as `postgresql://…`. The driver names that MeshView 3.x needed (`+aiosqlite`, `+asyncpg`) are
 * accepted and dropped.
 */
export function connectionString(): Kind<string> {
  return {
    expects: 'sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE',
    blank: false,
    read(value, { folder }) {
      const parts = /^([a-z]+)(?:\+[a-z0-9_]+)?:\/\/(.*)$/is.exec(value)
      if (!parts) throw new Refusal()
      const rest = parts[2]!
      switch (parts[1]!.toLowerCase()) {
        case 'sqlite':
          return readSqlite(rest, folder)
        case 'postgres':
        case 'postgresql':
          return readPostgres(rest)
        default:
          throw new Refusal()
      }
    },
  }
}

function readSqlite(rest: string, folder: string): string {
  // SQLAlchemy's driver options (?timeout=…) mean nothing here.
  const file = rest.replace(/^\//, '').replace(/\?.*$/s, '')
  if (!rest.startsWith('/') || file === '' || file.includes('\0')) {
    throw new Refusal('three slashes and the name of a file must follow "sqlite:"')
  }
  if (file === ':memory:') {
    throw new Refusal('a database in memory cannot be shared by the two processes; name a file')
  }
  return `sqlite:///${resolve(folder, file)}`
}

function readPostgres(rest: string): string {
  // A bare % in a password is meant as it stands, and would break every URL parser.
  const repaired = rest.replace(/%(?![0-9a-f]{2})/gi, '%25')
  let url: URL
  try {
    url = new URL(`postgresql://${repaired}`)
  } catch {
    throw new Refusal(
      'special characters in user or password must be written as %XX (@ is %40, / is %2F, # is %23)',
    )
  }
  const socketFolder = url.searchParams.get('host')
  if (url.hostname === '' && !socketFolder) throw new Refusal('the host is missing')
  if (url.pathname.length < 2)
    throw new Refusal('the name of the database is missing after the host')
  if (url.hash !== '') throw new Refusal('a # in the password must be written as %23')
  // asyncpg's name for what PostgreSQL itself calls sslmode.
  const ssl = url.searchParams.get('ssl')
  if (ssl && !url.searchParams.has('sslmode') && !/^(true|false|0|1)$/.test(ssl)) {
    url.searchParams.delete('ssl')
    url.searchParams.set('sslmode', ssl)
  }
  return url.href
}
