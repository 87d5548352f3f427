// What mvrun and the processes it starts agree on. Loads nothing: mvrun stays small.

/** Exit code: the configuration is refused (also: a port or folder it names cannot be used). */
export const EXIT_CONFIG = 78
/** Exit code: a migration failed, or the database is newer than this program. */
export const EXIT_MIGRATION = 76

/** Set for processes that mvrun started: their standard input ends when mvrun does. */
export const SUPERVISED = 'MESHVIEW_SUPERVISED'

/**
 * Set by the build to the folder where each program leaves its code cache when it ends. V8 refuses a
 * cache that was made under other flags than a start has, so none may be changed then.
 */
export const MAKE_CACHE = 'MESHVIEW_CODE_CACHE'

/** Where a server of ours is listening. */
export interface Listening {
  what: 'web' | 'broker'
  /** The address bound to, as the operating system reports it. */
  address: string
  port: number
  tls: boolean
}
