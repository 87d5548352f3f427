import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder that a database shall lie in is not there. It is not made: its disk may not be mounted. */
export class MissingFolderError extends Error {
  constructor(folder: string) {
    super(
      `the folder ${folder}, where the database lies, is not there: mount its disk, make it (mkdir -p '${folder}'), or change [database] connection_string`,
    )
  }
}

/** Throws {@link MissingFolderError} where the folder of an SQLite file is not there. */
export function requireFolder(file: string): void {
  const folder = dirname(file)
  if (!existsSync(folder)) throw new MissingFolderError(folder)
}
