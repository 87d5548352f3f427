/** How the writer stands with its source of messages; shown in `/health` and on the status page. */
export interface Connection {
  connected: boolean
  /** What it is connected to, without secrets: `mqtt://host:1883` or `built-in broker on port 1883`. */
  broker: string
  /** Since when (µs UTC), or null when never yet. */
  connected_us: number | null
  /** Since when it is not (µs UTC), or null while it is. */
  disconnected_us: number | null
  /** Why it is not connected, in words to act on. */
  error: string | null
}

/** A source of MQTT messages that can be stopped: a broker elsewhere, or our own. */
export interface Source {
  readonly connection: Connection
  stop(): Promise<void>
}

/** The configuration of the source cannot be used; the message names the key to change. */
export class SourceRefused extends Error {}
