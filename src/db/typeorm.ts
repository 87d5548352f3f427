import type BetterSqlite3 from 'better-sqlite3'
import { DataSource } from 'typeorm'
import { tables } from './entities/index.js'
import { entitySchema } from './table.js'

/** TypeORM on an SQLite connection that is open already; closing that is the owner's. */
export function onConnection(connection: BetterSqlite3.Database): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    // TypeORM makes its connection with `new driver(file, options)`: it gets the one there is.
    driver: function opened() {
      return connection
    },
    database: connection.name,
    entities: tables.map((table) => entitySchema('sqlite', table)),
  })
  // It turns foreign keys on, as they are anyway; none of our tables declares one.
  return dataSource.initialize()
}
