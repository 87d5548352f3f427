import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { BackupError } from './fault.js'

/**
 * Makes the folder of backups where it is not there, and none above it: that may be a disk which is
 * not mounted, and its backups would lie on the disk of the database. Throws {@link BackupError}.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error
    throw new BackupError(
      `The folder ${folder} cannot be made: ${dirname(folder)} is not there, or takes no folders.`,
      `Mount its disk, make it (mkdir -p '${dirname(folder)}'), or name another folder ([backup] dir).`,
    )
  }
}
