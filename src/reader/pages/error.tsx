import type { Speech } from '../../words/languages.js'
import { loadAssets } from '../assets.js'
import { Link, type MenuItem, type Site } from '../components/site.js'
import type { PageProblem } from '../page.js'
import { renderDocument } from '../shell.js'
import { utc } from '../zone.js'

/** What is known of the site when something is wrong. */
interface Known {
  basePath: string
  title: string
  menu?: readonly MenuItem[]
}

/**
 * A page for an error that no page of ours has foreseen. It needs neither configuration nor
 * database, since either may be what is wrong; only what is known of the site is on it.
 */
export function errorPage(
  status: number,
  message: string,
  speech: Speech,
  known: Known = { basePath: '', title: '' },
): string {
  const titles: Readonly<Record<number, string>> = speech.words.errors.titles
  const site: Site = {
    base: known.basePath,
    title: known.title,
    domain: '',
    message: '',
    version: '',
    assets: loadAssets(),
    menu: known.menu ?? [],
    now_us: Date.now() * 1000,
    units: 'metric',
    zone: utc,
    speech,
    feed: null,
    origin: '',
  }
  const { errors } = speech.words
  const other = status < 500 ? errors.refused : errors.titles[500]
  return document(site, status, titles[status] ?? other, message)
}

/** The page for a problem that a page's loader found: an unknown node, an id that is none. */
export function problemDocument(site: Site, problem: PageProblem): string {
  return document(site, problem.status, problem.title, problem.message, problem.more)
}

function document(
  site: Site,
  status: number,
  title: string,
  message: string,
  more: PageProblem['more'] = null,
): string {
  return renderDocument({
    ...{ site, title, path: '' },
    children: (
      <div class="message">
        <p class="faint">{status}</p>
        <h1>{title}</h1>
        <p>{message}</p>
        {more !== null && (
          <p>
            <Link href={more.href}>{more.text}</Link>
          </p>
        )}
        <p>
          <Link class="button" href="/">
            {site.speech.words.errors.firstPage}
          </Link>
        </p>
      </div>
    ),
  })
}
