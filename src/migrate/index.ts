export { askPerson } from './ask.js'
export { ChainError, MigrationAborted, MigrationError, NewerDatabaseError } from './errors.js'
export { lockHeld } from './lock.js'
export {
  downgrade,
  type MigrateOptions,
  type MigrateResult,
  migrate,
  stamp,
  upgrade,
} from './runner.js'
export { type MigrationState, migrationState, unknownRevisions } from './state.js'
export { type WaitOptions, waitForMigrations } from './wait.js'
export { migrateInWorker, type WorkerOptions } from './worker.js'
