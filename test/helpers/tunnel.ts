import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './ports.js'

/** A way to another port of 127.0.0.1 that can be cut, as a network is. */
export interface Tunnel {
  port: number
  /** Ends every connection, and takes none until it is opened again. */
  cut(): Promise<void>
  open(): Promise<void>
}

export async function startTunnel(to: number): Promise<Tunnel> {
  const port = await freePort()
  const sockets = new Set<Socket>()
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
      socket.pipe(other)
    }
  })
  const tunnel: Tunnel = {
    port,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  }
  await tunnel.open()
  return tunnel
}
