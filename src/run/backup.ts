import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeBackup, makeBackup } from '../backup/backup.js'
import { backupFile } from '../backup/files.js'
import { loadConfig } from '../config/config.js'
import { untilSignal } from './signals.js'

/**
 * `mvrun backup [FILE]`: a consistent, checked copy of the database, running or not. FILE may be
 * a folder; without it the copy goes to the folder of the daily ones. 0 = made, 1 = not;
 * throws ConfigError.
 */
export async function backup(configFile: string, target: string | null): Promise<number> {
  const { config } = loadConfig(configFile)
  const { connectionString: url } = config.database
  const file =
    target === null
      ? backupFile(config.backup.dir, url)
      : isFolder(target)
        ? backupFile(resolve(target), url)
        : resolve(target)
  return untilSignal(async (signal) => {
    console.log(describeBackup(await makeBackup(url, file, signal)))
    return 0
  })
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
