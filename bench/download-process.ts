import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A process that downloads a path over and over until it is ended: `PORT PATH BYTES_PER_SECOND`, as
 * fast as it gets it where that is 0. Says nothing.
 */
const [port = '', path = '', rate = '0'] = process.argv.slice(2)
const STEP_MS = 50
const step = Math.max(1, Math.round((Number(rate) * STEP_MS) / 1000))

process.stdin.once('end', () => process.exit(0))
process.stdin.resume()
for (;;) {
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  socket.write(`GET ${path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n`)
  if (rate === '0') socket.resume()
  else await readSlowly()
  await closed

  async function readSlowly(): Promise<void> {
    socket.pause()
    while (!socket.destroyed && !socket.readableEnded) {
      await sleep(STEP_MS)
      socket.read(step) ?? socket.read()
    }
  }
}
