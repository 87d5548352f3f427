import { type TestContext, test } from 'node:test'
import type { PlaceMapData } from '../../../src/reader/map/format.js'
import { onBothEngines, sqliteDatabase, type TestDatabase } from '../../migrate/databases.js'
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

async function village(database: TestDatabase, t: TestContext): Promise<Visit> {
  const visit = await visitSite(database, t)
  await populate(visit.stage, NOW_US)
  return visit
}

export async function visitSite(database: TestDatabase, t: TestContext, ini = ''): Promise<Visit> {
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
