import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Config } from '../config/config.js'
import type { Finding } from '../config/finding.js'
import { explainListenFault, listenFault } from '../config/listen.js'
import { askServer } from './ask-server.js'

/** Whether the certificate can be used. */
export function tryCertificate({ server }: Config): Finding[] {
  if (server.tlsCert === '') return []
  try {
    const pem = readFileSync(server.tlsCert)
    createSecureContext({ cert: pem, key: pem })
    return [{ outcome: 'ok', text: `certificate and key in ${server.tlsCert}` }]
  } catch (error) {
    const reason = (error as Error).message
    return [
      {
        outcome: 'problem',
        text: `[server] tls_cert: ${server.tlsCert} cannot be used: ${reason}`,
      },
    ]
  }
}

/** Whether the web server could listen; a MeshView that is running already is all right. */
export async function tryWebPort({ server }: Config): Promise<Finding> {
  const fault = await listenFault(server.bind, server.port)
  if (fault === undefined) {
    return { outcome: 'ok', text: `web server: port ${server.port} is free` }
  }
  if (fault === 'EADDRINUSE' && (await isRunning(server))) {
    return { outcome: 'ok', text: `web server: MeshView is running on port ${server.port}` }
  }
  return { outcome: 'problem', text: explainListenFault('server', server, fault) }
}

/** Whether a MeshView answers where this configuration has its web server. */
export async function isRunning(server: Config['server']): Promise<boolean> {
  try {
    const { body } = await askServer(server, '/version')
    return typeof (JSON.parse(body) as Record<string, unknown>).version === 'string'
  } catch {
    return false
  }
}
