import { writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A packet of the network holds this; fewer bytes are not there sooner. */
const FEWEST_BYTES = 1400

/**
 * Writes a file of `public/`, and beside it what the reader sends instead: Brotli, which browsers take
 * over HTTPS, and gzip, which is all that they ask for without. Both as small as can be, since it is
 * done once.
 */
export function writeCompressed(file: string, content: Uint8Array): void {
  writeFileSync(file, content)
  if (content.length < FEWEST_BYTES) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }))
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }))
}
