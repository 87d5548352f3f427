import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Languages, Speech } from '../words/languages.js'
import type { ReaderContext } from './context.js'

const YEAR_S = 31_536_000

/** What of the context tells the language. */
export type SpeechContext = Pick<ReaderContext, 'config' | 'languages'>

/**
 * The language of a visitor: the one that was chosen (cookie `language`), else the first of the
 * browser's that there is, else the site's.
 */
export function speechOf(
  { languages, config }: SpeechContext,
  headers: IncomingHttpHeaders,
): Speech {
  const wanted = acceptedLocales(headers['accept-language'])
  const speech = languages.of(
    chosenLanguage(headers.cookie),
    ...wanted.map(languageIn),
    languageIn(config.site.language),
  )
  const locale = wanted.find((each) => languageIn(each) === speech.language && each.length > 2)
  return locale === undefined ? speech : languages.inRegion(speech, locale)
}

function chosenLanguage(cookies: string | undefined): string | undefined {
  return /(?:^|; )language=([a-z]{2})(?:;|$)/.exec(cookies ?? '')?.[1]
}

function languageIn(locale: string): string {
  return locale.slice(0, 2).toLowerCase()
}

/** Longer headers are no browser's. */
const MOST_ACCEPTED = 20

/** `de-AT,en;q=0.5` → `de-AT`, `en`, the most wanted first; what is not understood is left out. */
export function acceptedLocales(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',', MOST_ACCEPTED)
    .flatMap((part) => {
      const match =
        /^\s*([a-z]{2})(?:-[a-z]{4})?(-[a-z]{2})?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(part)
      if (match === null) return []
      const [, language = '', region = '', quality = '1'] = match
      const locale = language.toLowerCase() + region.toUpperCase()
      return Number(quality) === 0 ? [] : [{ locale, quality: Number(quality) }]
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ locale }) => locale)
}

/** Says in which language an answer is, and on what that depends. */
export function tellLanguage(reply: FastifyReply, { language }: Speech): void {
  reply.header('content-language', language).header('vary', 'Accept-Language, Cookie')
}

/**
 * `GET /language/{code}`: notes the choice and goes back to where the visitor was. Without script,
 * and with the address as script has changed it since.
 */
export function registerLanguageChoice(app: FastifyInstance, { config, languages }: ReaderContext) {
  const { basePath } = config.site
  app.get('/language/:code', { schema: { hide: true } }, (request, reply) => {
    const { code } = request.params as { code: string }
    reply.header('cache-control', 'no-store')
    if (isOffered(languages, code)) {
      const path = basePath === '' ? '/' : basePath
      reply.header(
        'set-cookie',
        `language=${code}; Path=${path}; Max-Age=${YEAR_S}; SameSite=Lax; HttpOnly`,
      )
    }
    return reply.redirect(pathOf(request.headers.referer) ?? `${basePath}/`, 303)
  })
}

function isOffered(languages: Languages, code: string): boolean {
  return /^[a-z]{2}$/.test(code) && languages.has(code)
}

/** Path and query of an address of ours. Its host is left out, so it cannot lead elsewhere. */
function pathOf(referer: string | undefined): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined
  const { pathname, search } = new URL(referer)
  return `/${pathname.replace(/^[/\\]+/, '')}${search}`
}
