import { resolve } from 'node:path'
import { restoreBackup } from '../backup/restore.js'
import { loadConfig } from '../config/config.js'
import { untilSignal } from './signals.js'

/**
 * `mvrun restore FILE`: puts a backup in the place of the database, which is kept beside it.
 * Refuses while MeshView runs. 0 = restored, 1 = not, nothing was changed; throws ConfigError.
 */
export async function restore(configFile: string, file: string): Promise<number> {
  const { config } = loadConfig(configFile)
  const { connectionString: url } = config.database
  return untilSignal(async (signal) => {
    const { aside, content, undo } = await restoreBackup(url, resolve(file), {
      folder: config.backup.dir,
      signal,
      say: (line) => console.log(line),
    })
    console.log(`Restored: ${content}.`)
    if (aside !== null) {
      console.log(`The database of before is ${aside}; remove it when all is well.`)
      console.log(`To get it back: ${undo}`)
    }
    console.log('Now start MeshView; an older schema is brought up to date then.')
    return 0
  })
}
