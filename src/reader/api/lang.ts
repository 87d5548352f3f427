import type { FastifyInstance } from 'fastify'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { textOf } from './params.js'
import { langAnswer, langQuery } from './schemas-site.js'
import { sectionWords } from './words.js'

/** `GET /api/lang`: words in a language, English where it is not known; no file is read. */
export function langEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Words',
    tags: ['site'],
    querystring: langQuery,
    response: { 200: langAnswer },
  }
  app.get('/api/lang', { schema }, async ({ query }) => {
    const wanted = (textOf(query, 'lang') ?? context.config.site.language).toLowerCase()
    const { language, words: catalogue } = context.languages.of(wanted)
    const words = sectionWords(catalogue)
    const section = textOf(query, 'section')
    if (section === undefined) return words
    if (!Object.hasOwn(words, section)) {
      throw new HttpError(404, `Section '${section.slice(0, 60)}' not found in ${language}`)
    }
    return words[section]
  })
}
