import type { FastifyRequest } from 'fastify'

/** Paths that programs call: they get JSON whatever they say that they accept. */
const FOR_PROGRAMS = /^\/(api|health|metrics|version|live)(?=$|[/?])/

/** True when the answer (an error, say) is for a program rather than for a person in a browser. */
export function wantsJson(request: FastifyRequest): boolean {
  if (FOR_PROGRAMS.test(request.url)) return request.url.split('?')[0] !== '/api'
  const accept = request.headers.accept ?? ''
  return !accept.includes('text/html')
}
