import { startChild } from '../config/child.js'
import { vacuum } from '../db/write/space.js'

// Rewrites an SQLite file without its free pages, in a process of its own: it is one statement
// that cannot be interrupted, except by ending its process, which leaves the file as it was.
// So nothing here catches signals.

const { config, log } = startChild('vacuum')
try {
  const started = performance.now()
  const bytes = await vacuum(config.database.connectionString)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  log.info(`vacuum: ${(bytes / 1e6).toFixed(1)} MB given back to the disk in ${seconds} s`)
  process.exit(0)
} catch (error) {
  log.error({ err: error }, `vacuum: the file was left as it is: ${(error as Error).message}`)
  process.exit(1)
}
