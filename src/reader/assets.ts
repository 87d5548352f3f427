import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder whose files the site serves as they are; `dist/` inside it is made by the build. */
export const PUBLIC_DIR = fileURLToPath(new URL('../../../public/', import.meta.url))

/** Built files under the name they have in the sources: `site.css` → `/dist/site-4KXQZ3.css`. */
export interface AssetMap {
  /** Address of a built file; throws for a name that the build does not make. */
  url(name: string): string
}

let loaded: AssetMap | undefined

/** Reads the manifest that the build wrote (see src/build/islands.ts); once per process. */
export function loadAssets(): AssetMap {
  loaded ??= readManifest(`${PUBLIC_DIR}dist/manifest.json`)
  return loaded
}

function readManifest(file: string): AssetMap {
  const manifest = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))))
  return {
    url(name) {
      const built = manifest.get(name)
      if (typeof built !== 'string') throw new Error(`the build makes no ${name}`)
      return `/dist/${built}`
    },
  }
}
