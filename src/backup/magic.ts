import { closeSync, openSync, readSync } from 'node:fs'

/** What a file is, by its first bytes. An empty file is what a failed command leaves: `empty`. */
export type FileKind = 'sqlite' | 'gzip' | 'dump' | 'empty' | 'unknown'

/** SQLite § 1.3 of its file format; RFC 1952 § 2.3.1; `pg_dump --format=custom`. */
export function kindOf(file: string): FileKind {
  const bytes = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  let length: number
  try {
    length = readSync(descriptor, bytes)
  } finally {
    closeSync(descriptor)
  }
  if (length === 0) return 'empty'
  if (bytes.toString('latin1') === 'SQLite format 3\0') return 'sqlite'
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  return bytes.toString('latin1', 0, 5) === 'PGDMP' ? 'dump' : 'unknown'
}
