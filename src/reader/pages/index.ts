import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.js'
import type { MenuItem } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { type Page, PageProblem, PageRedirect, siteOf } from '../page.js'
import { chat } from './chat.js'
import { problemDocument } from './error.js'
import { firehose } from './firehose.js'
import { home } from './home.js'
import { node } from './node.js'
import { nodelist } from './nodelist.js'
import { packet } from './packet.js'
import { status } from './status.js'
import { traceroute } from './traceroute.js'
import { traceroutes } from './traceroutes.js'

/** Every page; those with a menu entry stand there in this order. */
const pages: readonly Page[] = [
  home,
  nodelist,
  chat,
  firehose,
  traceroutes,
  node,
  packet,
  traceroute,
  status,
]

/** The menu: pages whose flag in `[site]` is on. A page that is off can still be opened. */
export function menuOf(config: Config): MenuItem[] {
  return pages.flatMap(({ path, menu }) => {
    if (menu === undefined) return []
    if (menu.flag !== undefined && config.site[menu.flag] === false) return []
    return [{ path, label: menu.label, icon: menu.icon }]
  })
}

/** Adds a route for every page. The gate has answered before while the database is not ready. */
export function registerPages(app: FastifyInstance, context: ReaderContext): void {
  const menu = menuOf(context.config)
  for (const page of pages) {
    app.get(page.path, { schema: { hide: true } }, (request, reply) =>
      answer(page, context, menu, request, reply),
    )
  }
}

async function answer(
  page: Page,
  context: ReaderContext,
  menu: readonly MenuItem[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | FastifyReply> {
  const site = siteOf(context, menu)
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache')
  try {
    return await page.answer(context, site, {
      params: request.params as Record<string, string>,
      query: request.query,
      host: request.host,
      pages: pages.map((each) => each.path),
    })
  } catch (error) {
    if (error instanceof PageRedirect) return reply.redirect(site.base + error.location, 302)
    if (!(error instanceof PageProblem)) throw error
    reply.code(error.status)
    return problemDocument(site, error)
  }
}
