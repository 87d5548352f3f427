import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The day of this version's release. */
const RELEASE_DATE = '2026-11-20'

export interface Version {
  version: string
  release_date: string
  /** Full hash of the checked-out commit, `unknown` outside a git checkout. */
  git_revision: string
  git_revision_short: string
}

/** What this program is, from package.json and the checkout it runs in. */
export function readVersion(): Version {
  const root = new URL('../../../', import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  const git_revision = readRevision(fileURLToPath(new URL('.git/', root)))
  return {
    version: String(manifest.version),
    release_date: RELEASE_DATE,
    git_revision,
    git_revision_short: git_revision === 'unknown' ? git_revision : git_revision.slice(0, 7),
  }
}

/** The commit that HEAD names: in a file of its own, or among the packed references. */
function readRevision(gitDir: string): string {
  try {
    const head = readFileSync(`${gitDir}HEAD`, 'utf8').trim()
    const reference = /^ref: (refs\/.+)$/.exec(head)?.[1]
    if (reference === undefined) return revisionOr(head)
    try {
      return revisionOr(readFileSync(`${gitDir}${reference}`, 'utf8').trim())
    } catch {
      const packed = readFileSync(`${gitDir}packed-refs`, 'utf8').split('\n')
      return revisionOr(packed.find((line) => line.endsWith(` ${reference}`))?.split(' ')[0] ?? '')
    }
  } catch {
    return 'unknown'
  }
}

function revisionOr(text: string): string {
  return /^[0-9a-f]{40,64}$/.test(text) ? text : 'unknown'
}
