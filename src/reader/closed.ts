import type { FastifyReply, FastifyRequest } from 'fastify'
import { describe, type GateState } from './gate.js'
import { type SpeechContext, speechOf, tellLanguage } from './language.js'
import { wantsJson } from './negotiate.js'
import { migratingPage } from './pages/migrating.js'

/** Answers 503 with the reason why the database cannot be read now; the page asks for itself again. */
export function answerClosed(
  request: FastifyRequest,
  reply: FastifyReply,
  context: SpeechContext,
  state: GateState,
): FastifyReply {
  reply.code(503).header('retry-after', '2').header('cache-control', 'no-store')
  if (wantsJson(request)) {
    const body = JSON.stringify({ error: describe(state) })
    return reply.type('application/json; charset=utf-8').send(body)
  }
  const speech = speechOf(context, request.headers)
  tellLanguage(reply, speech)
  return reply.type('text/html; charset=utf-8').send(migratingPage(state, context.config, speech))
}
