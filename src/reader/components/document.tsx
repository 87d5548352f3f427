import type { ComponentChildren } from 'preact'
import { Icon, Mark } from './icons.js'
import { islandTexts } from './island-words.js'
import { LanguageChoice } from './language-choice.js'
import { Link, type Site, SiteContext, useWords } from './site.js'

/**
 * `column`: words in a column of readable width. `full`: a drawing that fills the window below
 * the header. `bare`: nothing but the drawing.
 */
export type Layout = 'column' | 'full' | 'bare'

interface DocumentProps {
  site: Site
  /** Title of the page, before the site's. */
  title: string
  /** Path of the page, to mark it in the menu. */
  path: string
  scripts?: readonly string[]
  styles?: readonly string[]
  layout?: Layout
  children: ComponentChildren
}

/** A whole page: head, header with the menu, the page itself, footer. */
export function Document(props: DocumentProps) {
  const { site, title, path, scripts = [], styles = [], layout = 'column', children } = props
  const siteTitle = site.title || 'MeshView'
  return (
    <SiteContext.Provider value={site}>
      <html lang={site.speech.locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${siteTitle}`}</title>
          <meta name="color-scheme" content="light dark" />
          <meta property="og:title" content={`${title} · ${siteTitle}`} />
          <meta property="og:site_name" content={siteTitle} />
          <link rel="icon" href={`${site.base}/icons/mark.svg`} type="image/svg+xml" />
          {['site.css', ...styles].map((style) => (
            <link key={style} rel="stylesheet" href={site.base + site.assets.url(style)} />
          ))}
          {/* Before the first paint, so that a chosen theme does not flash. */}
          <script src={site.base + site.assets.url('theme.js')} />
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
          {layout !== 'bare' && <Header site={site} path={path} />}
          {layout === 'column' && site.message !== '' && <p class="notice">{site.message}</p>}
          <main class={layout === 'column' ? 'page' : undefined} id="main">
            {children}
          </main>
          {layout !== 'bare' && <Footer site={site} />}
        </body>
      </html>
    </SiteContext.Provider>
  )
}

function Header({ site, path }: { site: Site; path: string }) {
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
              <Icon name={item.icon} />
              {item.label}
            </Link>
          ))}
        </nav>
        <SearchBox site={site} />
        <button type="button" class="icon-button" data-theme-switch hidden>
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
