import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'

type Driver = typeof BetterSqlite3

/** The first Node-API that better-sqlite3 13 is built for: that of Node 22.14. */
const NODE_API = 10

let driver: Driver | undefined

/**
 * Opens an SQLite file with the better-sqlite3 that runs on this Node (docs/decisions/0014). Throws
 * SQLite's own error when the file cannot be opened, and one that says what to do when the driver
 * cannot be loaded.
 */
export function connectSqlite(
  file: string,
  options?: BetterSqlite3.Options,
): BetterSqlite3.Database {
  return new (sqliteDriver())(file, options)
}

/** The driver itself, for what makes its connections by itself. Loaded when it is first asked for. */
export function sqliteDriver(): Driver {
  driver ??= chooseDriver(Number(process.versions.napi), createRequire(import.meta.url))
  return driver
}

/**
 * Version 13 where Node can run it, since 12 aborts the process on Node 24.19 and later; 12 elsewhere, as
 * 13 crashes there, and on machines that 13 has no ready-made binary for. `load` gives a package by its
 * name, as `require` does. Throws when neither runs.
 */
export function chooseDriver(nodeApi: number, load: (name: string) => unknown): Driver {
  const names = nodeApi < NODE_API ? ['better-sqlite3'] : ['better-sqlite3-13', 'better-sqlite3']
  const reasons: string[] = []
  for (const name of names) {
    try {
      const found = load(name) as Driver
      // The binary is loaded by the first connection.
      new found(':memory:').close()
      return found
    } catch (error) {
      reasons.push(`${name}: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  throw new Error(
    `SQLite's driver does not run on Node ${process.version} (${process.platform}, ${process.arch}). ` +
      'Run `npm ci` again with this Node; where there is no ready-made binary it needs a compiler ' +
      `(on Debian: apt-get install python3 make g++). ${reasons.join('; ')}`,
  )
}
