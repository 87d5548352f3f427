import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isConnectionLost } from '../db/connection-lost.js'
import { isFileAway } from '../db/file-away.js'
import type { Speech, Words } from '../words/languages.js'
import { answerClosed } from './closed.js'
import type { MenuItem } from './components/site.js'
import { type SpeechContext, speechOf, tellLanguage } from './language.js'
import { wantsJson } from './negotiate.js'
import { errorPage } from './pages/error.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a failure of this endpoint says instead of its reason. */
    failure?: string
  }
}

/** An answer other than 200 whose message is meant for the one who asked. */
export class HttpError extends Error {
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/**
 * Errors as `{"error": "…"}` for programs and as a page for people; a fault of ours stays ours, and
 * a database that is away or locked is no fault. In the language of the visitor, unless a program asks.
 * `menuOf`: what people may go on to from there.
 */
export function handleErrors(
  app: FastifyInstance,
  context: SpeechContext,
  menuOf: (words: Words) => readonly MenuItem[] = () => [],
): void {
  const sendError = errorSender(context, menuOf)

  app.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    const status = error.statusCode ?? 500
    // What we refuse ourselves is no fault, and says why.
    if (status < 500 || error instanceof HttpError) {
      return sendError(request, reply, status, error.message)
    }
    if (isConnectionLost(error) || isFileAway(error)) {
      request.log.warn({ err: error, url: request.url }, 'the database was away')
      const state = { kind: 'unreachable', reason: error.message } as const
      return answerClosed(request, reply, context, state)
    }
    request.log.error({ err: error, url: request.url }, 'the request failed')
    const failure = request.routeOptions.config.failure ?? 'Internal server error'
    return sendError(request, reply, status, failure)
  })
  app.setNotFoundHandler((request, reply) => sendError(request, reply, 404, NOTHING_HERE))
}

const NOTHING_HERE = 'There is nothing at this address'

function errorSender(context: SpeechContext, menuOf: (words: Words) => readonly MenuItem[]) {
  return (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    message: string,
  ): FastifyReply => {
    reply.code(status).header('cache-control', 'no-store')
    if (wantsJson(request)) {
      return reply.type('application/json; charset=utf-8').send(JSON.stringify({ error: message }))
    }
    const speech = speechOf(context, request.headers)
    tellLanguage(reply, speech)
    const known = { ...context.config.site, menu: menuOf(speech.words) }
    return reply
      .type('text/html; charset=utf-8')
      .send(errorPage(status, messageFor(status, message, speech), speech, known))
  }
}

/** What was said to programs, in the visitor's words; details of a request stay as they are. */
function messageFor(status: number, message: string, { words }: Speech): string {
  if (message === NOTHING_HERE) return words.errors.nothingHere
  if (status === 429) return words.errors.tooMany
  return status === 500 ? words.errors.ours : words.errors.says({ message })
}
