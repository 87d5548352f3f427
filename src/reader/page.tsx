import type { VNode } from 'preact'
import { IsArray, type Static, type TArray, type TObject } from 'typebox'
import Value from 'typebox/value'
import type { Config } from '../config/config.js'
import type { Speech, Words } from '../words/languages.js'
import type { Layout, Refresh } from './components/document.js'
import type { MenuItem, Site } from './components/site.js'
import type { ReaderContext } from './context.js'
import { encodeDocument } from './shell.js'
import { utc, type Zone } from './zone.js'

/** What a loader gets of the request. */
export interface PageRequest<Q> {
  params: Record<string, string>
  /** Values that fit the page's schema; what did not fit is left out, as if it had not been sent. */
  query: Q
  /** `name:port` as the visitor typed it, for addresses to show. */
  host: string
  /** `http` or `https`. */
  protocol: string
  /** Where the visitor's days begin. */
  zone: Zone
  speech: Speech
  /** Paths of the pages that there are. */
  pages: readonly string[]
}

/** A page that cannot be shown: `title` and `text` are for the visitor. */
export class PageProblem extends Error {
  readonly status: number
  readonly title: string
  /** A page that says more: its path within the site, and what the link says. */
  readonly more: { href: string; text: string } | null

  constructor(status: number, title: string, text: string, more: PageProblem['more'] = null) {
    super(text)
    this.status = status
    this.title = title
    this.more = more
  }
}

/** The page is elsewhere: a path within the site, without its base. */
export class PageRedirect extends Error {
  readonly location: string

  constructor(location: string) {
    super(location)
    this.location = location
  }
}

interface PageDefinition<Q extends TObject, D> {
  /** Fastify's pattern: `/node/:id`. */
  path: string
  query: Q
  menu?: { label: (words: Words) => string; flag?: keyof Config['site'] }
  /** The setting that closes the page; for a page with a menu entry the entry's. */
  flag?: keyof Config['site']
  /** Path of the menu entry that it belongs to, where it has none of its own. */
  within?: string
  layout?: Layout
  /** Names in src/build/islands.ts besides those that every page has. */
  scripts?: readonly string[]
  /** Style sheets besides the one that every page has. */
  styles?: readonly string[]
  /** Addresses of data that its scripts ask for at once. */
  preload?(data: D): readonly string[]
  /** Finds what the page shows; throws PageProblem or PageRedirect when there is no such page. */
  load(context: ReaderContext, request: PageRequest<Static<Q>>): Promise<D>
  title(data: D, words: Words): string
  /** A sentence for previews of links to the page. */
  description?(previews: Words['previews'], data: D, words: Words): string
  /** Renewed while it is looked at: see src/islands/refresh.ts. */
  refresh?: Refresh | ((data: D) => Refresh | undefined)
  /** Key of the packet that it is about: it is renewed when another copy of that comes. */
  follows?(data: D): number | undefined
  view(data: D): VNode
}

/** A page with its types of query and data hidden, so that pages make a list. */
export interface Page {
  path: string
  menu?: PageDefinition<TObject, unknown>['menu']
  /** The setting that closes it. */
  flag: keyof Config['site'] | undefined
  /** The whole HTML document in UTF-8. What is around the page is found meanwhile. */
  answer(
    context: ReaderContext,
    around: Promise<Site>,
    request: PageRequest<unknown>,
  ): Promise<Buffer>
}

export function definePage<Q extends TObject, D>(definition: PageDefinition<Q, D>): Page {
  const { path, menu, scripts, styles, layout, refresh } = definition
  return {
    path,
    menu,
    flag: definition.flag ?? menu?.flag,
    async answer(context, around, request) {
      const query = readQuery(definition.query, request.query)
      const [site, data] = await Promise.all([
        around,
        definition.load(context, { ...request, query }),
      ])
      const { words } = site.speech
      return encodeDocument({
        ...{ site, scripts, styles, layout },
        title: definition.title(data, words),
        path: definition.within ?? path,
        description: definition.description?.(words.previews, data, words),
        preload: definition.preload?.(data),
        follows: definition.follows?.(data),
        refresh: typeof refresh === 'function' ? refresh(data) : refresh,
        children: definition.view(data),
      })
    },
  }
}

/** The site around a page, from the configuration. */
export function siteOf(
  context: ReaderContext,
  speech: Speech,
  menu: readonly MenuItem[] = [],
  zone: Zone = utc,
  visit: Pick<Site, 'feed' | 'origin'> = { feed: null, origin: '' },
): Site {
  const { site } = context.config
  return {
    base: site.basePath,
    title: site.title,
    domain: site.domain,
    message: site.message,
    version: context.version,
    assets: context.assets,
    menu,
    now_us: context.nowUs(),
    units: site.units,
    zone,
    speech,
    ...visit,
  }
}

/**
 * Reads what a visitor's address says, forgivingly: an old bookmark with an odd value shows the
 * page without that filter instead of an error. Empty fields of a form count as not sent.
 */
export function readQuery<Q extends TObject>(schema: Q, sent: unknown): Static<Q> {
  const values: Record<string, unknown> = {}
  const given =
    typeof sent === 'object' && sent !== null ? new Map(Object.entries(sent)) : new Map()
  for (const [name, property] of Object.entries(schema.properties)) {
    const sentValues: unknown[] = [given.get(name)].flat()
    const texts = sentValues.flatMap((text) => {
      return typeof text === 'string' && text.trim() !== '' ? [text.trim()] : []
    })
    const value = IsArray(property) ? listOf(property, texts) : Value.Convert(property, texts[0])
    if (texts.length > 0 && isExact(value) && Value.Check(property, value)) values[name] = value
    else if ('default' in property) values[name] = property.default
  }
  return values as Static<Q>
}

/** Beyond 2^53 a number is not the one that was typed, and PostgreSQL refuses what is beyond 2^63. */
function isExact(value: unknown): boolean {
  return typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER
}

/** The values that fit, each once, and no more than the schema takes. */
function listOf({ items, maxItems = 20 }: TArray & { maxItems?: number }, texts: string[]) {
  const fitting = [...new Set(texts)].filter((text) => Value.Check(items, text))
  return fitting.slice(0, maxItems)
}
