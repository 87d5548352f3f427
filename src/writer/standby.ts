import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from './message.js'
import type { Queue } from './queue.js'
import type { SoleWriter } from './sole-writer.js'

const LOOK_MS = 250
/** What the other process has had for longer than this, it has stored. */
const OVERLAP_US = 10_000_000

/**
 * While another process stores, this one hears the same messages from the broker. Of those it
 * keeps only the last seconds: what the other may have heard and not stored when it ended.
 * Resolves when this process has its turn, with what it then has to store first; what the other
 * did store is recognised as a copy.
 */
export async function standBy(
  queue: Queue,
  sole: SoleWriter,
  signal: AbortSignal,
): Promise<Message[]> {
  let kept: Message[] = []
  let looked_us: number | null = null
  while (!sole.isHeld && !signal.aborted) {
    // Not while the database is away: nobody stores then, and everything waits in the queue.
    if (sole.seenElsewhere_us !== looked_us) {
      looked_us = sole.seenElsewhere_us
      const from_us = (looked_us ?? 0) - OVERLAP_US
      while (queue.length > 0 && !sole.isHeld) kept.push(...((await queue.next()) ?? []))
      const isStored = (message: Message) => message.time_us < from_us
      for (const message of kept) if (isStored(message)) message.settled?.()
      kept = kept.filter((message) => !isStored(message))
    }
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
  }
  return kept
}
