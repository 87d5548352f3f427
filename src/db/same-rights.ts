import { chmodSync, chownSync, closeSync, openSync, statSync } from 'node:fs'

/**
 * Makes `copy`, empty, with the mode of `original`, and its owner where this user may give files
 * away: what few were allowed to read shall not lie beside it for all, and what root puts in place
 * shall still be the writer's. Its own user may read and write it in any case.
 */
export function makeWithRightsOf(original: string, copy: string): void {
  const { mode, uid, gid } = statSync(original)
  const rights = (mode & 0o777) | 0o600
  closeSync(openSync(copy, 'w', rights))
  try {
    chownSync(copy, uid, gid)
  } catch {
    // Only root may give a file to another user.
  }
  try {
    // What the umask took away at the making.
    chmodSync(copy, rights)
  } catch {
    // A file system that knows no rights (exFAT).
  }
}
