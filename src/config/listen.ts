import { createServer } from 'node:net'

/** The reason (`EADDRINUSE`, …) why nobody could listen there, or undefined. */
export function listenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Says which key to change when `[section] bind, port` cannot be listened on. */
export function explainListenFault(
  section: 'server' | 'broker',
  { bind, port }: { bind: string; port: number },
  fault: string,
): string {
  switch (fault) {
    case 'EADDRINUSE':
      return `[${section}] port: ${port} is in use by another program; choose another port`
    case 'EACCES':
      return `[${section}] port: ${port} is not allowed to an ordinary user; choose one above 1023`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `[${section}] bind: ${bind} is no address of this machine`
    default:
      return `[${section}] bind, port: cannot listen on ${bind} port ${port}: ${fault}`
  }
}
