let lastTurn: Promise<void> = Promise.resolve()

/**
 * Lets others in between two slices. However many read slices, one of them goes on in each turn of
 * the event loop: eight downloads delay a page by one slice, not by eight.
 */
export function breathe(): Promise<void> {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)))
  return lastTurn
}
