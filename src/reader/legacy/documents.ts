import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { HttpError } from '../errors.js'

const FOLDER = new URL('../../../../docs/', import.meta.url)

/**
 * `GET /docs/{file.md}`: the documents that come with this version, as text. Names are looked up
 * in the list of files that there are, in any letter case; what is asked for never becomes a path.
 */
export function registerDocuments(app: FastifyInstance): void {
  const files = new Map(listDocuments().map((name) => [name.toLowerCase(), name]))
  app.get<{ Params: { file: string } }>(
    '/docs/:file',
    { schema: { hide: true } },
    async ({ params }, reply) => {
      const name = files.get(params.file.toLowerCase())
      if (name === undefined) throw new HttpError(404, 'There is no such document')
      reply.type('text/markdown; charset=utf-8').header('cache-control', 'public, max-age=3600')
      return readFileSync(new URL(name, FOLDER), 'utf8')
    },
  )
}

/** None where the folder was left out of an installation. */
function listDocuments(): string[] {
  try {
    return readdirSync(FOLDER).filter((name) => /^[\w.-]+\.md$/.test(name))
  } catch {
    return []
  }
}
