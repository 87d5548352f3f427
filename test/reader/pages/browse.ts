import { after, test } from 'node:test'
import type { PlaceMapData } from '../../../src/reader/map/format.js'
import { createWithCurrentSchema } from '../../helpers/current-schema.js'
import { admin } from '../../helpers/postgres-server.js'
import {
  type Owner,
  onBothEngines,
  postgresDatabase,
  sqliteDatabase,
  type TestDatabase,
} from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { setSite, type TestSite } from '../api/site.js'
import { populate } from './village.js'

/** An answer as a browser without script sees it. */
export interface Seen {
  status: number
  html: string
  /** Words of the page: no tags, entities resolved, white space as one blank. */
  text: string
  location: string | undefined
}

export interface Visit extends TestSite {
  see(url: string, host?: string): Promise<Seen>
}

type Body = (visit: Visit) => Promise<void>

/** Runs a test on a site with the small mesh in it. */
export function inVillage(name: string, body: Body): void {
  test(name, async (t) => body(await village(await sqliteDatabase(t), t)))
}

/** The same on both engines: where statements are first put to the test. */
export function inBothVillages(name: string, body: Body): void {
  onBothEngines(name, async (database, t) => body(await village(database, t)))
}

type Sight = (visit: Pick<Visit, 'see'>) => Promise<void>

/** Runs a test that only looks at pages: those of a process share one village. */
export function seeVillage(name: string, body: Sight): void {
  test(name, async () => body(await sharedVillage('sqlite')))
}

/** The same on both engines. */
export function seeBothVillages(name: string, body: Sight): void {
  seeVillage(`${name} (SQLite)`, body)
  test(
    `${name} (PostgreSQL)`,
    { skip: admin ? false : 'MESHVIEW_TEST_POSTGRES is not set' },
    async () => body(await sharedVillage('postgres')),
  )
}

const shared = new Map<string, Promise<Visit>>()
const endings: (() => unknown)[] = []

after(async () => {
  for (const end of endings) await end()
})

function sharedVillage(engine: 'sqlite' | 'postgres'): Promise<Visit> {
  const known = shared.get(engine)
  if (known !== undefined) return known
  const made = settle(engine)
  shared.set(engine, made)
  return made
}

async function settle(engine: 'sqlite' | 'postgres'): Promise<Visit> {
  const owner: Owner = { after: (end) => endings.push(end) }
  const database =
    engine === 'sqlite'
      ? await sqliteDatabase(owner)
      : await postgresDatabase(owner, createWithCurrentSchema)
  return village(database, owner)
}

async function village(database: TestDatabase, t: Owner): Promise<Visit> {
  const visit = await visitSite(database, t)
  await populate(visit.stage, NOW_US)
  return visit
}

export async function visitSite(database: TestDatabase, t: Owner, ini = ''): Promise<Visit> {
  // The small mesh talks faster than the flood guard lets a real one.
  const env = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }
  const site = await setSite(database, t, { ini, env })
  return {
    ...site,
    async see(url, host = 'mesh.test:8081') {
      const answer = await site.app.inject({
        method: 'GET',
        url,
        headers: { accept: 'text/html', host },
      })
      const location = answer.headers.location
      return {
        status: answer.statusCode,
        html: answer.body,
        text: wordsOf(answer.body),
        location: typeof location === 'string' ? location : undefined,
      }
    },
  }
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

export function wordsOf(html: string): string {
  return html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<\/?(?:bdi|span|a|code|strong|em)(?: [^>]*)?>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}

/** Rows of the first table body or list of a page, as words. */
export function rowsOf(html: string): string[] {
  return [...html.matchAll(/<tr[^>]*>(?:(?!<\/tr>).)*<td.*?<\/tr>/gs)].map((row) => wordsOf(row[0]))
}

/** What the small map of a page shows. */
export function placesOf(html: string): PlaceMapData {
  const json = /data-places="([^"]*)"/.exec(html)?.[1] ?? '{"places":[],"ways":[]}'
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
}
