import type { Config } from '../config/config.js'
import type { Database } from '../db/database.js'
import type { Languages } from '../words/languages.js'
import type { AssetMap } from './assets.js'
import type { Feed } from './feed.js'

/** What every page and endpoint works with. Built once, passed as an argument, never global. */
export interface ReaderContext {
  /** Read-only. The gate answers before any handler runs while the schema is not current. */
  readonly db: Database
  readonly config: Config
  readonly feed: Feed
  /** Microseconds UTC now; tests set the clock with it. */
  nowUs(): number
  /** Version of this program, such as `4.0.0`. */
  readonly version: string
  /** Addresses of the bundled scripts and style sheets by their source name. */
  readonly assets: AssetMap
  /** What the site speaks. */
  readonly languages: Languages
}
