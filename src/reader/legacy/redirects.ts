import type { FastifyInstance, FastifyReply } from 'fastify'
import { formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import { parseInteger, textOf } from '../api/params.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { chooseNode } from '../node-query.js'

/**
 * Pages that MeshView 3.x answers as `/{name}` and as `/static/{name}.html`, full screens on a wall
 * among them, and where they are; `api-chat` described an endpoint that was not there.
 */
const FILES = new Map([
  ...[
    ...['api', 'chat', 'firehose', 'heatmap', 'kiosk', 'map', 'net', 'nodegraph', 'nodelist'],
    ...['stats', 'top'],
  ].map((name) => [`${name}.html`, `/${name}`] as const),
  ['index.html', '/'],
  ['api-chat.html', '/api'],
])

/** Addresses of MeshView 2 and 3 that stand in bookmarks and old posts, and where they lead now. */
export function registerRedirects(app: FastifyInstance, context: ReaderContext): void {
  const { basePath } = context.config.site
  const schema = { hide: true }
  const lead = (reply: FastifyReply, to: string) => reply.redirect(basePath + to, 302)

  for (const path of ['/packet_list/:id', '/uplinked_list/:id', '/graph/:kind/:id']) {
    app.get<{ Params: { id: string } }>(path, { schema }, (request, reply) =>
      lead(reply, `/node/${nodeOf(request.params.id)}${portOf(request.query)}`),
    )
  }
  app.get<{ Params: { id: string } }>('/packet_details/:id', { schema }, (request, reply) =>
    lead(reply, `/packet/${packetOf(request.params.id)}`),
  )
  for (const path of ['/node_search', '/node_match']) {
    app.get(path, { schema }, async (request, reply) => {
      const words = textOf(request.query, 'q')
      const choice = await chooseNode(context, words)
      return lead(reply, choice?.node ? nodePath(choice.node.node_id) : listPath(words))
    })
  }
  app.get('/graph/network', { schema }, (_request, reply) => lead(reply, '/nodegraph'))
  app.get('/api-chat', { schema }, (_request, reply) => lead(reply, '/api'))
  app.get<{ Params: { file: string } }>('/static/:file', { schema }, (request, reply) => {
    const page = FILES.get(request.params.file)
    if (page === undefined) throw new HttpError(404, 'There is no such page')
    return lead(reply, page + queryOf(request.url))
  })
}

function nodePath(node_id: number): string {
  return `/node/${formatNodeId(node_id)}`
}

function listPath(words: string | undefined): string {
  return words === undefined ? '/nodelist' : `/nodelist?q=${encodeURIComponent(words)}`
}

function nodeOf(text: string): string {
  const node_id = parseNodeId(text)
  if (node_id === null) throw new HttpError(404, 'That is no node id')
  return formatNodeId(node_id)
}

function packetOf(text: string): number {
  const id = parseInteger(text)
  if (id === undefined || id < 0) throw new HttpError(404, 'That is no packet id')
  return id
}

/** As it was sent, with its question mark; empty where there is none. */
function queryOf(url: string): string {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start)
}

/** The port that the list was narrowed to. */
function portOf(query: unknown): string {
  const port = parseInteger(textOf(query, 'portnum') ?? '')
  return port === undefined ? '' : `?portnum=${port}`
}
