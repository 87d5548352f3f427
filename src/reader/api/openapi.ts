import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { ReaderContext } from '../context.js'

/** Collects the schemas of all routes that are added later, for `/api/openapi.json`. */
export async function describeApi(app: FastifyInstance, context: ReaderContext): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'MeshView',
        version: context.version,
        description: 'Times are microseconds since 1970 UTC; a node id may be decimal, 0x… or !….',
      },
      servers: [{ url: context.config.site.basePath || '/' }],
    },
  })
}
