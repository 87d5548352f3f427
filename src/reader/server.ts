import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.js'
import { explainListenFault } from '../config/listen.js'
import type { Log } from '../config/log.js'

/** The web server cannot run as configured; the message names the key to change. */
export class ServerRefused extends Error {}

/** Certificate and key of the one PEM file that `[server] tls_cert` names; undefined = plain HTTP. */
export function readTls(config: Config, log: Log): { cert: string; key: string } | undefined {
  const file = config.server.tlsCert
  if (file === '') return undefined
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    throw new ServerRefused(`[server] tls_cert: ${file} cannot be read (${reason})`)
  }
  const cert = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.join('\n')
  const key = /-----BEGIN ((?:\w+ )?PRIVATE KEY)-----[^-]+-----END \1-----/.exec(pem)?.[0]
  if (cert === undefined || key === undefined) {
    const missing = cert === undefined ? 'certificate' : 'private key'
    throw new ServerRefused(
      `[server] tls_cert: ${file} holds no ${missing}; one PEM file has to hold both`,
    )
  }
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new ServerRefused(
      `[server] tls_cert: ${file} cannot be used: ${(error as Error).message}`,
    )
  }
  const expires = new Date(new X509Certificate(cert).validTo)
  if (expires.getTime() < Date.now()) {
    log.warn(`[server] tls_cert: the certificate in ${file} expired on ${isoDay(expires)}`)
  }
  return { cert, key }
}

/** Listens where the configuration says; throws ServerRefused when that place cannot be had. */
export async function listen(app: FastifyInstance, config: Config): Promise<AddressInfo> {
  const { bind, port } = config.server
  try {
    await app.listen({ host: bind, port })
  } catch (error) {
    const fault = (error as NodeJS.ErrnoException).code
    if (fault === undefined) throw error
    throw new ServerRefused(explainListenFault('server', { bind, port }, fault))
  }
  return app.server.address() as AddressInfo
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
