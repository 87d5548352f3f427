import { openDatabase } from '../../src/db/open.js'
import { migrate } from '../../src/migrate/index.js'
import { laterChain } from './later-chain.js'

/** A process to be killed: `node adopting-child.js URL`. Says `begun` when it has something to do. */
async function main(): Promise<void> {
  const db = await openDatabase(process.argv[2] ?? '', 'write')
  let begun = false
  await migrate(db, {
    revisions: laterChain,
    log: () => {
      if (!begun) process.stdout.write('begun\n')
      begun = true
    },
  })
  await db.close()
}

main()
