import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config/config.js'
import type { Words } from '../../words/languages.js'
import type { MenuItem } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { speechOf, tellLanguage } from '../language.js'
import { type Page, PageProblem, PageRedirect, siteOf } from '../page.js'
import { type FeedState, readFeedState } from '../pulse.js'
import { type Moment, type SameAnswers, sameAnswers } from '../same-answer.js'
import { zoneOf } from '../zone.js'
import { about } from './about.js'
import { chat } from './chat.js'
import { problemDocument } from './error.js'
import { firehose } from './firehose.js'
import { gateways } from './gateways.js'
import { heatmap } from './heatmap.js'
import { home } from './home.js'
import { kiosk } from './kiosk.js'
import { links } from './links.js'
import { malformed } from './malformed.js'
import { map } from './map.js'
import { net } from './net.js'
import { node } from './node.js'
import { nodegraph } from './nodegraph.js'
import { nodelist } from './nodelist.js'
import { packet } from './packet.js'
import { search } from './search.js'
import { stats } from './stats.js'
import { status } from './status.js'
import { top } from './top.js'
import { traceroute } from './traceroute.js'
import { traceroutes } from './traceroutes.js'

/** Pages say how long ago things were, in seconds at the finest. */
const AGES_US = 1_000_000

/** Every page; those with a menu entry stand there in this order. */
const pages: readonly Page[] = [
  home,
  map,
  nodelist,
  chat,
  firehose,
  traceroutes,
  nodegraph,
  stats,
  top,
  links,
  gateways,
  net,
  heatmap,
  kiosk,
  node,
  packet,
  traceroute,
  status,
  malformed,
  search,
  about,
]

export const pagePaths: readonly string[] = pages.map(({ path }) => path)

/** The pages whose flag in `[site]` is on; the others do not exist for visitors. */
function openPages(config: Config): Page[] {
  return pages.filter(({ flag }) => flag === undefined || config.site[flag] !== false)
}

const menus = new WeakMap<Config, WeakMap<Words, readonly MenuItem[]>>()

/** The menu of the site in a language, always the same one. */
export function menuOf(config: Config, words: Words): readonly MenuItem[] {
  const known = menus.get(config) ?? new WeakMap<Words, readonly MenuItem[]>()
  menus.set(config, known)
  const menu = known.get(words) ?? makeMenu(config, words)
  known.set(words, menu)
  return menu
}

function makeMenu(config: Config, words: Words): MenuItem[] {
  return openPages(config).flatMap(({ path, menu }) =>
    menu === undefined ? [] : [{ path, label: menu.label(words) }],
  )
}

/** Adds a route for every page. The gate has answered before while the database is not ready. */
export function registerPages(app: FastifyInstance, context: ReaderContext): void {
  const open = openPages(context.config)
  const paths = open.map((page) => page.path)
  const same = sameAnswers(context, AGES_US)
  for (const page of open) {
    app.get(page.path, { schema: { hide: true } }, (request, reply) =>
      answer(page, context, paths, same, request, reply),
    )
  }
}

async function answer(
  page: Page,
  context: ReaderContext,
  paths: readonly string[],
  same: SameAnswers,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer | string | FastifyReply> {
  const zone = zoneOf(request.headers.cookie)
  const { protocol, host } = request
  const speech = speechOf(context, request.headers)
  const origin = originOf(context.config, request)
  tellLanguage(reply, speech)
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache')
  const site = async (now?: Moment) => {
    const visit = { feed: await feedState(context, now), origin }
    return siteOf(context, speech, menuOf(context.config, speech.words), zone, visit)
  }
  try {
    // All that the page depends on besides database and time.
    const key = JSON.stringify([request.url, speech.locale, zone.name, origin, protocol, host])
    const { body } = await same(key, async (now) => {
      const body = await page.answer(context, site(now), {
        params: request.params as Record<string, string>,
        query: request.query,
        host,
        protocol,
        zone,
        speech,
        pages: paths,
      })
      return { status: 200, body }
    })
    return body
  } catch (error) {
    if (error instanceof PageRedirect) {
      return reply.redirect(context.config.site.basePath + error.location, 302)
    }
    if (!(error instanceof PageProblem)) throw error
    reply.code(error.status)
    return problemDocument(await site(), error)
  }
}

const feeds = new WeakMap<Moment, Promise<FeedState>>()

/** The state of the feed, found once for all pages of a moment. */
function feedState(context: ReaderContext, now?: Moment): Promise<FeedState> {
  const known = now && feeds.get(now)
  if (known !== undefined) return known
  const state = readFeedState(context)
  if (now !== undefined) {
    feeds.set(now, state)
    // A failure is told to those who wait for it, and not remembered.
    state.catch(() => feeds.delete(now))
  }
  return state
}

/** Where others reach the site: as configured, else as this visitor does. */
function originOf({ site }: Config, { protocol, host }: FastifyRequest): string {
  if (/^https?:\/\//i.test(site.domain)) return site.domain.replace(/\/+$/, '')
  return `${protocol}://${site.domain === '' ? host : site.domain}`
}
