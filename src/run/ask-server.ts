import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Config } from '../config/config.js'

/** What the web server of this machine said. */
export interface Answered {
  status: number
  body: string
}

/** It is on this machine: an answer that takes longer will not come. */
const PATIENCE_MS = 4000
/** What we ask for is short; a stranger on that port may have more to say. */
const MOST_CHARACTERS = 1_000_000

/**
 * Asks the web server where this configuration has it, by HTTP or HTTPS. Rejects when nobody answers.
 * The certificate is not looked at: it names the site, not 127.0.0.1, and only that somebody answers
 * is asked.
 */
export function askServer(
  { bind, port, tlsCert }: Config['server'],
  path: string,
): Promise<Answered> {
  const hostname = bind === '0.0.0.0' || bind === '::' ? '127.0.0.1' : bind
  const request = tlsCert === '' ? requestHttp : requestHttps
  const options = { hostname, port, path, rejectUnauthorized: false, agent: false as const }
  const signal = AbortSignal.timeout(PATIENCE_MS)
  return new Promise((resolve, reject) => {
    const asking = request({ ...options, signal }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => {
        body += text
        if (body.length > MOST_CHARACTERS) answer.destroy(new Error('the answer does not end'))
      })
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asking.on('error', reject)
    asking.end()
  })
}
