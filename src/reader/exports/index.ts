import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.js'
import { breathe } from '../../db/read/breathe.js'
import { textOf } from '../api/params.js'
import type { ReaderContext } from '../context.js'
import { encode } from '../encode.js'
import { type Zone, zoneOf } from '../zone.js'
import { type Cell, csvLine } from './csv.js'
import { linksExport } from './links.js'
import { nodelistExport, packetsExport } from './lists.js'
import { netExport } from './net.js'
import { nodeExports } from './node.js'
import { statsExports } from './stats.js'
import { topExport } from './top.js'

/** What a download asks for. */
export interface ExportRequest {
  params: Record<string, string>
  /** A parameter of the address; undefined when absent or empty. */
  query(name: string): string | undefined
  zone: Zone
}

export interface ExportFile {
  /** Without `.csv`. */
  name: string
  /** The head first. */
  lines: AsyncIterable<readonly Cell[] | CsvText> | Iterable<readonly Cell[] | CsvText>
}

/** Lines that are put together already, each with its end. */
export type CsvText = string

/** A download: the numbers of a page or chart as CSV. */
export interface Export {
  path: string
  /** The setting that closes it together with its page. */
  flag?: keyof Config['site']
  /** Throws HttpError for what cannot be asked. */
  open(context: ReaderContext, request: ExportRequest): Promise<ExportFile>
}

const exports: readonly Export[] = [
  ...nodeExports,
  nodelistExport,
  packetsExport,
  ...statsExports,
  topExport,
  linksExport,
  netExport,
]

/** Adds the downloads; they are written while they are read, however long they are. */
export function registerExports(app: FastifyInstance, context: ReaderContext): void {
  for (const each of exports) {
    if (each.flag !== undefined && context.config.site[each.flag] === false) continue
    app.get(each.path, { schema: { hide: true } }, async (request, reply) => {
      const file = await each.open(context, {
        params: request.params as Record<string, string>,
        query: (name) => textOf(request.query, name),
        zone: zoneOf(request.headers.cookie),
      })
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file.name}.csv"`)
        .header('cache-control', 'no-cache')
      const pieces = text(file.lines)
      const { first, isAll } = await upTo(pieces, MOST_WHOLE_BYTES)
      if (isAll) return Buffer.concat(first)
      return reply.compress(Readable.from(after(first, pieces)))
    })
  }
}

/**
 * What fits is sent as a whole: the streams of compressor and answer took as long as making the list of
 * 2,000 nodes, which has half of this.
 */
const MOST_WHOLE_BYTES = 512 * 1024

/** The first pieces, until there are as many bytes or no more pieces. */
async function upTo(
  pieces: AsyncGenerator<Buffer>,
  bytes: number,
): Promise<{ first: Buffer[]; isAll: boolean }> {
  const first: Buffer[] = []
  let length = 0
  while (length < bytes) {
    const { value, done } = await pieces.next()
    if (done) return { first, isAll: true }
    first.push(value)
    length += value.length
  }
  return { first, isAll: false }
}

async function* after(first: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* first
  yield* rest
}

const PIECE_LETTERS = 32_768

/**
 * Lines in pieces of some kilobytes: a chunk for each line would cost more than the line. Others get
 * their turn after each, since not every list is read from the database in slices.
 */
async function* text(lines: ExportFile['lines']): AsyncGenerator<Buffer> {
  let piece = ''
  for await (const some of inPieces(lines)) {
    piece += some
    if (piece.length < PIECE_LETTERS) continue
    yield encode(piece)
    piece = ''
    await breathe()
  }
  yield encode(piece)
}

/** Waiting for each line of a list that is there already would cost as much as the line. */
function inPieces(lines: ExportFile['lines']): AsyncIterable<string> | Iterable<string> {
  return Symbol.asyncIterator in lines ? eachLine(lines) : manyLines(lines)
}

async function* eachLine(lines: AsyncIterable<readonly Cell[] | CsvText>): AsyncGenerator<string> {
  for await (const line of lines) yield typeof line === 'string' ? line : csvLine(line)
}

function* manyLines(lines: Iterable<readonly Cell[] | CsvText>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += typeof line === 'string' ? line : csvLine(line)
    if (piece.length < PIECE_LETTERS) continue
    yield piece
    piece = ''
  }
  yield piece
}
