import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'

const CHANNEL = 'fastify.initialization'

/** Runs `build`, and notes the patterns of all GET routes of the applications made meanwhile. */
export async function withRoutes<T>(
  build: () => Promise<T>,
): Promise<{ made: T; routes: string[] }> {
  const routes = new Set<string>()
  const begin = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }) => {
      // One route sends all files, as they are.
      if ([method].flat().includes('GET') && url !== '/*') routes.add(url)
    })
  }
  subscribe(CHANNEL, begin)
  try {
    return { made: await build(), routes: [...routes] }
  } finally {
    unsubscribe(CHANNEL, begin)
  }
}
