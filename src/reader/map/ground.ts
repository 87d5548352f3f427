import { open } from 'node:fs/promises'
import type { Config } from '../../config/config.js'

/** What lies under the nodes of a map, and which part of the world it opens on. */
export interface Ground {
  /** Template of tiles; empty = the outline that the site brings. */
  tiles: string
  attribution: string
  /** `north,west,south,east` in degrees. */
  bounds: string
}

/** Finds out which tiles there are. A tile archive that cannot be used is as good as none. */
export async function findGround({ site }: Config): Promise<Ground> {
  const { mapTopLeftLat, mapTopLeftLon, mapBottomRightLat, mapBottomRightLon } = site
  const hasArchive = site.mapPmtiles !== '' && (await isRasterArchive(site.mapPmtiles))
  return {
    tiles: hasArchive ? `${site.basePath}/map/tiles/{z}/{x}/{y}` : site.mapTiles,
    attribution: site.mapAttribution,
    bounds: [mapTopLeftLat, mapTopLeftLon, mapBottomRightLat, mapBottomRightLon].join(','),
  }
}

const HEADER_BYTES = 127
const MAGIC = 'PMTiles\u0003'
/** Where the header says what a tile is: PNG, JPEG, WebP or AVIF. */
const TYPE_AT = 99
const PICTURES: readonly number[] = [2, 3, 4, 5]

/** Reads the header of a PMTiles archive (specification, version 3). */
async function isRasterArchive(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null)
  if (file === null) return false
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
    return (
      bytesRead === HEADER_BYTES &&
      header.toString('latin1', 0, MAGIC.length) === MAGIC &&
      PICTURES.includes(header[TYPE_AT] ?? 0)
    )
  } finally {
    await file.close()
  }
}
