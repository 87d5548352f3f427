import { renderToString } from 'preact-render-to-string'
import type { Config } from '../../config/config.js'
import type { Speech, Words } from '../../words/languages.js'
import { loadAssets } from '../assets.js'
import { Mark } from '../components/icons.js'
import { describe, describeProgress, type GateState } from '../gate.js'
import { DOCTYPE } from '../shell.js'

/**
 * The page of status 503 while the database is not ready. It asks for itself again, and goes over
 * to the site when that is ready; with script it also tells how far the migration is.
 */
export function migratingPage(state: GateState, config: Config, speech: Speech): string {
  const { locale } = speech
  const words = speech.words.migrating
  const assets = loadAssets()
  const base = config.site.basePath
  const title = config.site.title || 'MeshView'
  const html = renderToString(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${words.title} · ${title}`}</title>
        <link rel="icon" href={`${base}/icons/mark.svg`} type="image/svg+xml" />
        <link rel="stylesheet" href={base + assets.url('site.css')} />
        <script src={base + assets.url('theme.js')} />
        <script src={base + assets.url('migrating.js')} defer />
        <noscript>
          <meta http-equiv="refresh" content="3" />
        </noscript>
      </head>
      <body>
        <main class="page">
          <div class="message" data-migrating>
            <p class="brand">
              <Mark />
              <span class="brand-name">{title}</span>
            </p>
            {/* Only this is announced: the rows below change every second. */}
            <div role="status">
              <h1>{headline(state, words)}</h1>
            </div>
            <p>{`${describe(state, words)} ${describeProgress(state, speech)}`.trim()}</p>
            <Progress state={state} />
            <p class="muted small">{words.goesOver}</p>
          </div>
        </main>
      </body>
    </html>,
  )
  return DOCTYPE + html
}

function headline(state: GateState, words: Words['migrating']): string {
  if (state.kind === 'unreachable') return words.cannotRead
  if (state.kind !== 'waiting') return words.moment
  switch (state.migration.kind) {
    case 'newer':
      return words.newer
    case 'behind':
      return state.migration.error === null ? words.title : words.failed
    case 'migrating':
      return words.updating
    default:
      return words.title
  }
}

/** A bar where the migration counts its rows. */
function Progress({ state }: { state: GateState }) {
  if (state.kind !== 'waiting' || state.migration.kind !== 'migrating') return null
  const { rows_done, rows_total } = state.migration
  if (rows_done === null || rows_total === null || rows_total === 0) return null
  return (
    <progress max={rows_total} value={rows_done}>
      {Math.floor((100 * rows_done) / rows_total)} %
    </progress>
  )
}
