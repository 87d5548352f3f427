import type BetterSqlite3 from 'better-sqlite3'

/** Pages of 4 KiB (SQLite's own size) that gather in the log: 32 MB. */
export const LOG_PAGES = 8000

/** KiB of pages that a connection keeps in memory: what SQLite itself proposes. */
export const CACHE_KIB = 2048

/**
 * Every pragma of ours, in the order that matters: the wait for a lock first, so that
 * the others may wait; the journal mode before the syncing that depends on it.
 */
export function prepareConnection(connection: BetterSqlite3.Database, mode: 'read' | 'write') {
  // A synchronous wait: while it lasts nothing else in this process runs, no message is taken.
  connection.pragma(`busy_timeout = ${mode === 'write' ? 500 : 250}`)
  if (mode === 'write') {
    // Freed pages can be given back in small steps, without rewriting the whole file. Only before
    // the first page is written, which the next line does; later the pragma changes nothing, but
    // waits for the right to write, which a migration may have for minutes.
    if (connection.pragma('page_count', { simple: true }) === 0) {
      connection.pragma('auto_vacuum = incremental')
    }
    // One writer and many readers at once, and one fsync per checkpoint instead of per commit:
    // a power cut may lose the last commits, never the database.
    connection.pragma('journal_mode = wal')
    connection.pragma('synchronous = normal')
    // They are moved into the file when there are so many: the more, the oftener a page that many
    // transactions change is written there only once.
    connection.pragma(`wal_autocheckpoint = ${LOG_PAGES}`)
    // After a large transaction the log file is cut back to this size instead of staying large.
    connection.pragma(`journal_size_limit = ${LOG_PAGES * 4096}`)
  } else {
    connection.pragma('query_only = on')
  }
  connection.pragma('temp_store = memory')
  // Negative: KiB. The operating system caches the rest of the file: a flood has more for its time
  // (write/page-cache.ts), and of all pages only a list of 1,000 packets is faster, by a fifth, with
  // 8 MB. Nor is a part of the file mapped: pages take the same CPU, and the process the memory of
  // all of it that was ever looked at.
  connection.pragma(`cache_size = -${CACHE_KIB}`)
}
