import type { MeshPacket } from '../mesh/envelope.js'
import type { Known } from './known.js'

/** Copies of a packet without an id arrive within this time of each other. */
const ANONYMOUS_WINDOW_US = 120 * 1_000_000
const MAX_REMEMBERED = 4096

/**
 * Packets without an id (map reports have 0): two are the same when sender and content are and
 * they arrive within two minutes. What differs per copy stands in the header, not in the content.
 */
export class AnonymousPackets {
  readonly #known = new Map<string, Known>()

  find(packet: MeshPacket, time_us: number): Known | undefined {
    const known = this.#known.get(contentKey(packet))
    if (known === undefined) return undefined
    // Before it as well as after: where the clock was set back, none waits for its time to come again.
    return Math.abs(time_us - known.import_time_us) > ANONYMOUS_WINDOW_US ? undefined : known
  }

  add(packet: MeshPacket, known: Known): void {
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear()
    this.#known.set(contentKey(packet), known)
  }
}

/** The content itself: a packet of the mesh is short, and nothing can collide. */
function contentKey(packet: MeshPacket): string {
  const content = packet.decoded ?? packet.encrypted
  return `${packet.from} ${packet.to} ${content?.toString('latin1') ?? ''}`
}
