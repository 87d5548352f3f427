import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { BackupError } from './fault.js'

/**
 * Writes `plain` to `packed` with gzip, which every system can open (Node 20 has no zstd), and
 * reads it back once: the checksum in it and the length have to be right.
 */
export async function compress(plain: string, packed: string, signal?: AbortSignal): Promise<void> {
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(packed), { signal })
  let length = 0
  const counting = new Writable({
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length
      done()
    },
  })
  await pipeline(createReadStream(packed), createGunzip(), counting, { signal })
  if (length === statSync(plain).size) return
  throw new BackupError(`${packed} cannot be read back: check the disk of this machine.`)
}

/** Throws {@link BackupError} when the file is cut off or damaged. */
export async function decompress(
  packed: string,
  plain: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await pipeline(createReadStream(packed), createGunzip(), createWriteStream(plain), { signal })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!code.startsWith('Z_')) throw error
    throw new BackupError(`${packed} is damaged: ${(error as Error).message}.`)
  }
}
