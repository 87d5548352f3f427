import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** `site-4KXQZ3AB.css` and what stands beside it: `….map`, `….br`, `….gz`. */
const BUILT = /^(?<stem>.+)-(?<hash>[0-9A-Z]{8})(?<type>\.js|\.css)(?:\.(?:map|br|gz))?$/

/** Builds of a script or style sheet that stay, the newest included. */
const KEPT = 3

/**
 * Removes what former builds left in `outdir`, but for the last few of each script and style sheet: a
 * site that runs while the next version is built has their names in its pages until it is restarted.
 */
export function removeFormer(outdir: string): void {
  const files = builtFiles(outdir).sort((a, b) => b.mtimeMs - a.mtimeMs)
  const builds = new Map<string, Set<string>>()
  for (const { name, source, hash } of files) {
    const newer = builds.get(source) ?? new Set()
    builds.set(source, newer)
    if (newer.has(hash)) continue
    if (newer.size < KEPT) newer.add(hash)
    else rmSync(join(outdir, name))
  }
}

function builtFiles(outdir: string) {
  return readdirSync(outdir).flatMap((name) => {
    const { stem, hash, type } = BUILT.exec(name)?.groups ?? {}
    if (stem === undefined || hash === undefined || type === undefined) return []
    const { mtimeMs } = statSync(join(outdir, name))
    return [{ name, source: stem + type, hash, mtimeMs }]
  })
}
