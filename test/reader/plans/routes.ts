import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { PUBLIC_DIR } from '../../../src/reader/assets.js'

const CHANNEL = 'fastify.initialization'

/** Runs `build`, and notes the patterns of all GET routes of the applications made meanwhile. */
export async function withRoutes<T>(
  build: () => Promise<T>,
): Promise<{ made: T; routes: string[] }> {
  const routes = new Set<string>()
  const begin = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }) => {
      // Files are sent as they are.
      const isFile = existsSync(PUBLIC_DIR + url.slice(1)) && url !== '/'
      if ([method].flat().includes('GET') && !isFile) routes.add(url)
    })
  }
  subscribe(CHANNEL, begin)
  try {
    return { made: await build(), routes: [...routes] }
  } finally {
    unsubscribe(CHANNEL, begin)
  }
}
