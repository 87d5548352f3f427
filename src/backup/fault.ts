/** A backup or restore that was not done; the message says why, `hint` what to do about it. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly hint: string | null

  constructor(message: string, hint: string | null = null) {
    super(message)
    this.hint = hint
  }
}

/** The refusal of a backup with revisions that this program does not know. */
export function newerBackup(backup: string, unknown: readonly string[]): BackupError {
  return new BackupError(
    `${backup} was made by a newer MeshView (revision ${unknown.join(', ')}).`,
    'Install that version, or restore an older backup. Nothing was changed.',
  )
}

/** What a full disk or a missing right looks like to the person who has to act. */
export function explained(error: unknown, doing: string): Error {
  if (error instanceof BackupError || !(error instanceof Error)) return error as Error
  if (error.name === 'AbortError') return error
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') {
    return new BackupError(`${doing}: the disk is full.`, 'Make room, or name another folder.')
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'SQLITE_CANTOPEN') {
    return new BackupError(
      `${doing}: this user may not (${error.message}).`,
      'Change the rights of file and folder, or run this as the user that runs MeshView.',
    )
  }
  if (code === 'ENOENT') return new BackupError(`${doing}: ${error.message}.`)
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new BackupError(`${doing}: ${error.message}.`, 'The file is no sound SQLite database.')
  }
  return new BackupError(`${doing}: ${error.message}.`)
}
