import { sqliteFile } from './open.js'

/** Where a database is, for messages and command lines that others see: no password is in it. */
export function shownAddress(url: string): string {
  const file = sqliteFile(url)
  if (file !== null) return file
  const shown = new URL(url)
  shown.password = ''
  shown.searchParams.delete('password')
  return shown.href
}
