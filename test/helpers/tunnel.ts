import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './ports.js'

/** A way to another port of 127.0.0.1 that can be cut, as a network is. */
export interface Tunnel {
  port: number
  /** Ends every connection, and takes none until it is opened again. */
  cut(): Promise<void>
  open(): Promise<void>
  /** Ends the next connection on which `text` is said, as soon as that is answered; the answer is lost. */
  loseAnswerTo(text: string): void
}

export async function startTunnel(to: number): Promise<Tunnel> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let fatal: string | null = null
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      if (socket === near) socket.pipe(other)
    }
    let isLosing = false
    near.on('data', (said) => {
      if (fatal === null || !said.includes(fatal)) return
      fatal = null
      isLosing = true
    })
    far.on('data', (answer) => {
      if (isLosing) near.destroy()
      else near.write(answer)
    })
    far.on('end', () => near.end())
  })
  const tunnel: Tunnel = {
    port,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    loseAnswerTo(text) {
      fatal = text
    },
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  }
  await tunnel.open()
  return tunnel
}
