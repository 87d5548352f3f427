import { pagePaths } from '../../src/reader/pages/index.js'
import { ID } from '../reader/pages/village.js'

/** What is looked at of a page besides its bare address, or in place of it. */
const chosen: Record<string, readonly string[]> = {
  '/stats': ['/stats?period=24h'],
  '/top': ['/top', '/top?of=gateways'],
  '/search': ['/search', '/search?q=window'],
  '/about': ['/about', '/about?node=!deadbef1'],
  '/node/:id': ['/node/!1f2e0005', '/node/!deadbeef', '/node/!deadbef1', '/node/!a3b40c02'],
  '/packet/:id': [
    `/packet/${ID.question}`,
    `/packet/${ID.answer}`,
    `/packet/${ID.position}`,
    `/packet/${ID.shared}`,
  ],
  '/traceroute/:id': [`/traceroute/${ID.request}`],
}

/**
 * Addresses of every page of the site on the database that `populate` fills. A new page is here
 * by itself; one with a parameter fails until it is given an address above.
 */
export const addresses: readonly string[] = [
  ...pagePaths.flatMap((path) => {
    const known = chosen[path]
    if (known !== undefined) return known
    if (path.includes(':')) throw new Error(`test/browser/addresses.ts knows no address of ${path}`)
    return path === '/' ? [] : [path]
  }),
  '/api',
]

/** One of each page: those of one kind are of the same parts. */
export const oneOfEach: readonly string[] = [
  ...new Map(addresses.map((address) => [address.split(/[/?]/)[1], address])).values(),
]
