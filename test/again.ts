import { basename, dirname } from 'node:path'

/** With more failures than this it is not the machine that is to blame. */
const MOST = 5

/** A test that failed: its name, and the file in which it was called `test`. */
export interface Failure {
  name: string
  /** Below the folder of the tests; of tests that a helper defines the helper's. */
  file: string
}

/**
 * The test files that run once more when these failed: none where that would be half of them, or
 * where a file could not be loaded. A helper stands for the files of its folder.
 */
export function filesToRepeat(failures: readonly Failure[], files: readonly string[]): string[] {
  if (failures.length > MOST) return []
  const repeated = new Set<string>()
  for (const { file } of failures) {
    const its = files.includes(file) ? [file] : filesBeside(file, files)
    if (its.length === 0) return []
    for (const each of its) repeated.add(each)
  }
  return repeated.size > files.length / 2 ? [] : [...repeated]
}

function filesBeside(helper: string, files: readonly string[]): string[] {
  const folder = dirname(helper)
  return ['.', 'groups', 'helpers'].includes(basename(folder))
    ? []
    : files.filter((file) => file.startsWith(`${folder}/`))
}
