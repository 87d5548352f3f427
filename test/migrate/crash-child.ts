import { openDatabase } from '../../src/db/open.js'
import { downgrade, migrateInWorker, upgrade } from '../../src/migrate/index.js'
import { migrations } from './crash-chain.js'

/**
 * A process to be killed: `node crash-child.js up|down|worker URL [TARGET]`. Says `begun` when
 * it has the lock and something to do, `done` with what it applied at the end.
 */
const [verb = '', url = '', target] = process.argv.slice(2)

let begun = false
const log = () => {
  if (!begun) process.stdout.write('begun\n')
  begun = true
}

async function main(): Promise<void> {
  if (verb === 'worker') {
    const stopping = new AbortController()
    process.once('SIGTERM', () => stopping.abort())
    try {
      await migrateInWorker(url, {
        chain: new URL('./crash-chain.js', import.meta.url).href,
        signal: stopping.signal,
        log,
      })
      process.stdout.write('done\n')
    } catch (error) {
      process.stdout.write(`${(error as Error).name}\n`)
      process.exitCode = stopping.signal.aborted ? 0 : 1
    }
  } else {
    const db = await openDatabase(url, 'write')
    const run = verb === 'up' ? upgrade : downgrade
    const result = await run(db, target ?? 'head', { revisions: migrations, log })
    process.stdout.write(`done ${result.applied.join(',')}\n`)
    await db.close()
  }
}

main()
