import { type FileHandle, open } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { PMTiles, type RangeResponse, type Source, TileType } from 'pmtiles'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'

const contentTypes = new Map<TileType, string>([
  [TileType.Png, 'image/png'],
  [TileType.Jpeg, 'image/jpeg'],
  [TileType.Webp, 'image/webp'],
  [TileType.Avif, 'image/avif'],
])

/** A file that is read where and when a tile is asked for. */
class FileSource implements Source {
  readonly path: string
  #file: Promise<FileHandle> | undefined

  constructor(path: string) {
    this.path = path
  }

  getKey(): string {
    return this.path
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.#file ??= open(this.path)
    const file = await this.#file
    const bytes = new Uint8Array(length)
    const { bytesRead } = await file.read(bytes, 0, length, offset)
    return { data: bytes.buffer.slice(0, bytesRead) as ArrayBuffer }
  }

  async close(): Promise<void> {
    const opened = this.#file
    this.#file = undefined
    const file = await opened?.catch(() => undefined)
    await file?.close()
  }
}

/**
 * Adds `GET /map/tiles/{z}/{x}/{y}` when `[site] map_pmtiles` names an archive; the map asks for
 * them only when it holds pictures (see ground.ts).
 */
export async function registerTileArchive(
  app: FastifyInstance,
  { config }: ReaderContext,
): Promise<void> {
  const path = config.site.mapPmtiles
  if (path === '') return
  const source = new FileSource(path)
  app.addHook('onClose', () => source.close())
  // It remembers what it could not read as well: an archive whose disk was not mounted yet, or that
  // was still being copied, is another one afterwards.
  let archive = new PMTiles(source)
  const read = async <T>(work: (archive: PMTiles) => Promise<T>): Promise<T> => {
    try {
      return await work(archive)
    } catch (error) {
      app.log.warn({ err: error }, `[site] map_pmtiles: ${path} cannot be read`)
      archive = new PMTiles(source)
      await source.close()
      throw new HttpError(404, 'The archive cannot be read now')
    }
  }
  app.get('/map/tiles/:z/:x/:y', { schema: { hide: true } }, async ({ params }, reply) => {
    const { z, x, y } = params as Record<'z' | 'x' | 'y', string>
    const [zoom, column, row] = [Number(z), Number(x), Number(y)]
    if (!isTile(zoom, column, row)) throw new HttpError(400, 'Invalid tile')
    const { tileType } = await read((archive) => archive.getHeader())
    const type = contentTypes.get(tileType)
    if (type === undefined) throw new HttpError(404, 'The archive holds no pictures')
    const tile = await read((archive) => archive.getZxy(zoom, column, row))
    reply.header('cache-control', 'public, max-age=86400')
    // Nothing there is no fault: the sea, or the edge of the archive.
    if (tile === undefined) return reply.code(204).send()
    return reply.type(type).send(Buffer.from(tile.data))
  })
}

/** The library numbers the tiles of so many levels, and takes any other for a fault of the archive. */
const MOST_ZOOM = 26

function isTile(zoom: number, column: number, row: number): boolean {
  const isWithin = (value: number, end: number) =>
    Number.isInteger(value) && value >= 0 && value < end
  if (!isWithin(zoom, MOST_ZOOM + 1)) return false
  return isWithin(column, 2 ** zoom) && isWithin(row, 2 ** zoom)
}
