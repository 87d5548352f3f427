import type { ComponentChildren } from 'preact'
import { html } from './html.js'
import { Icon, Mark } from './icons.js'
import { islandTexts } from './island-words.js'
import { LanguageChoice } from './language-choice.js'
import { address, Link, type Site, useWords } from './site.js'

/**
 * `column`: words in a column of readable width. `full`: a drawing that fills the window below
 * the header. `bare`: nothing but the drawing.
 */
export type Layout = 'column' | 'full' | 'bare'

/** How a page is renewed while it is looked at. */
export interface Refresh {
  /** At most once in so many seconds, and only when packets came. */
  seconds: number
  /** Rows that change places: they wait while the visitor reads further down. */
  isList?: boolean
}

export interface DocumentProps {
  site: Site
  /** Title of the page, before the site's. */
  title: string
  /** Path of the page, to mark it in the menu. */
  path: string
  scripts?: readonly string[]
  styles?: readonly string[]
  layout?: Layout
  description?: string | undefined
  refresh?: Refresh | undefined
  /** Key of the packet that the page is about: its later copies are told of. */
  follows?: number | undefined
  /** Addresses of data that scripts ask for at once: they need not wait for the scripts. */
  preload?: readonly string[] | undefined
  children: ComponentChildren
}

/** What of a document differs from visit to visit; the rest is its shell. */
export const visitParts = {
  preview: ({ site, title, description }: DocumentProps) => (
    <Preview site={site} title={title} description={description} />
  ),
  preload: ({ site, preload = [] }: DocumentProps) => <Preload site={site} paths={preload} />,
  feed: ({ site, follows }: DocumentProps) => <FeedDot site={site} follows={follows} />,
  main: ({ children }: DocumentProps) => <>{children}</>,
} as const

export type VisitPart = keyof typeof visitParts

/** Of a document's properties, those that its shell depends on. */
export type ShellProps = Pick<
  DocumentProps,
  'site' | 'path' | 'scripts' | 'styles' | 'layout' | 'refresh'
>

/**
 * A whole page: head, header with the menu, the page itself, footer. `part` gives what differs from
 * visit to visit. The rest is made once for all (src/reader/shell.tsx): what
 * a visitor sends, the mesh says or the time changes belongs into `visitParts`.
 */
export function Shell(props: ShellProps & { part: (name: VisitPart) => ComponentChildren }) {
  const { site, path, scripts = [], styles = [], layout = 'column', refresh, part } = props
  return (
    <html lang={site.speech.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {part('preview')}
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f5f4ef" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#101513" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href={`${site.base}/icons/mark.svg`} type="image/svg+xml" />
        <link rel="icon" href={`${site.base}/favicon.ico`} sizes="32x32" />
        <link rel="apple-touch-icon" href={`${site.base}/icons/touch-180.png`} />
        <link rel="manifest" href={`${site.base}/manifest.webmanifest`} />
        {/*
          Before the first paint, so that a chosen theme does not flash; before the style sheets,
          for which a script would wait, and the rest of the page with it.
        */}
        <script src={site.base + site.assets.url('theme.js')} />
        {['site.css', ...styles].map((style) => (
          <link key={style} rel="stylesheet" href={site.base + site.assets.url(style)} />
        ))}
        {part('preload')}
        {['site.js', ...scripts].map((script) => (
          <script key={script} src={site.base + site.assets.url(script)} defer />
        ))}
      </head>
      <body
        class={layout === 'column' ? undefined : layout}
        data-words={islandTexts(site.speech, scripts)}
      >
        <a class="skip" href="#main">
          {site.speech.words.shell.skip}
        </a>
        {layout !== 'bare' && <Header site={site} path={path} feed={part('feed')} />}
        {layout === 'column' && site.message !== '' && <p class="notice">{site.message}</p>}
        <main
          class={layout === 'column' ? 'page' : undefined}
          id="main"
          data-refresh={refresh?.seconds}
          data-refresh-list={refresh?.isList}
        >
          {part('main')}
        </main>
        {layout !== 'bare' && <Footer site={site} />}
      </body>
    </html>
  )
}

/** The title, and what a link to the page looks like where it is shared. */
function Preview(props: { site: Site; title: string; description: string | undefined }) {
  const { site } = props
  const siteTitle = site.title || 'MeshView'
  const title = `${props.title} · ${siteTitle}`
  const description = props.description ?? (site.message || site.speech.words.previews.site)
  const picture = `${site.origin}${site.base}/icons/preview.png`
  return html`
    <title>${title}</title>
    <meta name="description" content="${description}"/>
    <meta property="og:type" content="website"/>
    <meta property="og:title" content="${title}"/>
    <meta property="og:site_name" content="${siteTitle}"/>
    <meta property="og:description" content="${description}"/>
    ${site.origin !== '' && html`<meta property="og:image" content="${picture}"/>`}
    <meta property="og:image:width" content="1200"/>
    <meta property="og:image:height" content="630"/>
    <meta name="twitter:card" content="summary_large_image"/>`
}

function Preload({ site, paths }: { site: Site; paths: readonly string[] }) {
  return (
    <>
      {paths.map((path) => (
        <link
          key={path}
          rel="preload"
          href={site.base + path}
          as="fetch"
          crossOrigin="anonymous"
          // After what the first paint waits for: on a slow line the data took its room.
          fetchPriority="low"
        />
      ))}
    </>
  )
}

/**
 * Whether packets come in, on every page; src/islands/feed-dot.ts keeps it true. Its words are
 * shown only when something is wrong.
 */
function FeedDot(props: { site: Site; follows: number | undefined }) {
  const { base, feed, speech } = props.site
  const words = speech.words.feed
  const kind = feed?.kind ?? 'live'
  const age = speech.local.age((feed?.age_s ?? 0) * 1_000_000)
  const text = kind === 'silent' ? words.silent({ age }) : words[kind]
  const stream = base + address('/live/site', { packet: props.follows })
  return html`
    <a class="feed-dot" href="${base}/status" title="${text}" data-feed="${kind}"
       data-feed-stream="${stream}" data-feed-health="${base}/health" data-text-live="${words.live}"
       data-text-silent="${words.silent({ age: '{age}' })}" data-text-down="${words.down}"
       data-text-reconnecting="${words.reconnecting}" data-text-migrating="${words.migrating}">
      <span class="feed-text" role="status">${text}</span>
    </a>`
}

function Header(props: { site: Site; path: string; feed: ComponentChildren }) {
  const { site, path, feed } = props
  const { shell } = useWords()
  return (
    <header class="top">
      <div class="top-in">
        <Link class="brand" href="/">
          <Mark />
          <span class="brand-name">{site.title || 'MeshView'}</span>
        </Link>
        <nav class="menu" aria-label={shell.mainMenu}>
          {site.menu.map((item) => (
            <Link
              key={item.path}
              href={item.path}
              aria-current={item.path === path ? 'page' : undefined}
            >
              {item.label}
            </Link>
          ))}
        </nav>
        <SearchBox site={site} />
        {feed}
        <button type="button" class="icon-button with-script" data-theme-switch>
          <Icon name="sun" />
          <span class="visually-hidden">{shell.theme}</span>
        </button>
      </div>
    </header>
  )
}

/** One box for nodes, packets and words of messages. */
function SearchBox({ site }: { site: Site }) {
  const { shell } = useWords()
  return (
    <search class="find">
      <form method="get" action={`${site.base}/search`}>
        <Icon name="search" size={16} />
        <input
          type="search"
          name="q"
          placeholder={shell.search}
          aria-label={shell.searchLabel}
          maxLength={200}
          autocomplete="off"
          spellcheck={false}
        />
      </form>
    </search>
  )
}

function Footer({ site }: { site: Site }) {
  const { shell } = useWords()
  return (
    <footer class="foot">
      <span>
        MeshView {site.version}
        {site.domain !== '' && ` · ${site.domain}`}
      </span>
      <span class="spacer" />
      <Link href="/about">{shell.about}</Link>
      <Link href="/status">{shell.status}</Link>
      <Link href="/api">{shell.api}</Link>
      <span data-utc>{shell.utc}</span>
      <LanguageChoice site={site} />
    </footer>
  )
}
