import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Where operating systems take the ports of connections from, and those asked for with 0, begins
 * at 32768 (Linux) or above: what is below stays free until whoever asked for it listens.
 */
const [LOWEST, HIGHEST] = [12_000, 32_000]

/** A port of 127.0.0.1 that nobody listens on, and that nobody is given by chance meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
