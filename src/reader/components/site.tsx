import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Speech, Words } from '../../words/languages.js'
import type { Local, Units } from '../../words/local.js'
import type { AssetMap } from '../assets.js'
import type { FeedState } from '../pulse.js'
import type { Zone } from '../zone.js'

export interface MenuItem {
  path: string
  label: string
}

/** What every part of a page may need to know of the site around it. */
export interface Site {
  /** Prefix of every address, empty or `/meshview`. */
  base: string
  title: string
  domain: string
  message: string
  version: string
  assets: AssetMap
  menu: readonly MenuItem[]
  now_us: number
  units: Units
  speech: Speech
  /** Where the visitor's days begin. */
  zone: Zone
  /** Whether packets flow in; null where nobody has looked. */
  feed: FeedState | null
  /** `https://mesh.example.org`, for links that others follow; empty where it is not known. */
  origin: string
}

/** The site of the part that is being rendered: rendering is one step that nothing comes between. */
let current: Site | null = null

/**
 * HTML of a part of a page, such as one row. Preact's own context would do the same, but it notes
 * every component that asks, to tell it of changes: on long lists that is half of the rendering.
 */
export function renderPart(site: Site, part: VNode): string {
  const before = current
  current = site
  try {
    return renderToString(part)
  } finally {
    current = before
  }
}

/** The site around the component that asks. */
export function useSite(): Site {
  if (current === null) throw new Error('rendered outside of a site')
  return current
}

/** The texts of the visitor's language. */
export function useWords(): Words {
  return useSite().speech.words
}

/** How the visitor's language writes numbers, sizes and times. */
export function useLocal(): Local {
  return useSite().speech.local
}

interface LinkProps {
  /** Path within the site, from `/` on. */
  href: string
  class?: string
  title?: string
  rel?: string
  lang?: string
  'aria-current'?: 'page' | 'true' | undefined
  children?: ComponentChildren
}

/** A link within the site: `href` begins with `/` and gets the site's base path. */
export function Link({ href, children, ...rest }: LinkProps) {
  const { base } = useSite()
  return (
    <a {...rest} href={base + href}>
      {children}
    </a>
  )
}

type AddressValue = string | number | null | undefined

/** `path?key=value…` of the values that are given, in their order; a list as a pair for each. */
export function address(
  path: string,
  query: Record<string, AddressValue | readonly string[]>,
): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') params.append(key, String(each))
    }
  }
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}
