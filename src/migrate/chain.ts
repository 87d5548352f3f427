import { ChainError } from './errors.js'
import type { Revision } from './revision.js'

/** The revisions in the order in which they can be applied, and the questions asked about them. */
export interface Chain {
  /** Parents before children; siblings by the time in their names. */
  readonly order: readonly Revision[]
  get(revision: string): Revision | undefined
  /** Revisions on which nothing builds. */
  heads(): string[]
  /** Those of `applied` on which nothing applied builds: where the database stands. */
  headsOf(applied: Iterable<string>): string[]
  /** Those that build directly on one, in order. */
  childrenOf(revision: string): readonly string[]
  /**
   * The full revision of a unique prefix of at least four characters, or of one and steps from
   * there: `5d0a+2`, `5d0a-1`.
   */
  resolve(name: string): string
  /** What to apply, in order, for a target: `head`, `heads`, `+N`, a revision. */
  planUp(applied: Iterable<string>, target: string): Revision[]
  /** What to revert, in order, for a target: `base`, `-N`, a revision (which stays). */
  planDown(applied: Iterable<string>, target: string): Revision[]
  /** Everything that `revision` builds on, itself included. */
  lineage(revision: string): Set<string>
}

/** The revisions directly below one. */
export function parentsOf(revision: Revision): readonly string[] {
  if (revision.downRevision === null) return []
  return typeof revision.downRevision === 'string' ? [revision.downRevision] : revision.downRevision
}

/**
 * Builds the chain from the list in `migrations/index.ts`.
 * Throws `ChainError` on duplicates, unknown parents and cycles.
 */
export function chainOf(revisions: readonly Revision[]): Chain {
  const byRevision = indexed(revisions)
  const order = ordered(revisions, byRevision)
  const position = new Map(order.map((revision, index) => [revision.revision, index]))
  const children = new Map<string, string[]>(order.map((revision) => [revision.revision, []]))
  for (const revision of order) {
    for (const parent of parentsOf(revision)) children.get(parent)?.push(revision.revision)
  }

  const childrenOf = (revision: string): readonly string[] => children.get(revision) ?? []

  function heads(): string[] {
    return headsOf(byRevision.keys())
  }

  function headsOf(applied: Iterable<string>): string[] {
    const set = new Set(applied)
    const known = [...set].filter((revision) =>
      childrenOf(revision).every((child) => !set.has(child)),
    )
    return known.sort((a, b) => (position.get(a) ?? -1) - (position.get(b) ?? -1))
  }

  function resolve(name: string): string {
    const [, start, sign, count] = /^(\w+)([+-])(\d+)$/.exec(name) ?? []
    if (start === undefined) return resolvePrefix(name)
    let revision = resolvePrefix(start)
    for (let step = 0; step < Number(count); step++) {
      const known = byRevision.get(revision)
      const next = sign === '+' ? childrenOf(revision) : known === undefined ? [] : parentsOf(known)
      const [only] = next
      if (only === undefined) throw new ChainError(`${name} goes beyond the end of the chain.`)
      if (next.length > 1) {
        throw new ChainError(
          `${name} is ambiguous: ${revision} has ${next.join(' and ')} next to it.`,
        )
      }
      revision = only
    }
    return revision
  }

  function resolvePrefix(prefix: string): string {
    if (byRevision.has(prefix)) return prefix
    if (/^[+-]\d+$/.test(prefix)) {
      throw new ChainError(`${prefix} goes the other way: it is upgrade +N, and downgrade -N.`)
    }
    if (prefix.includes(':')) {
      throw new ChainError(`${prefix} is a range: upgrade and downgrade take one with --sql only.`)
    }
    if (prefix.length < 4) {
      throw new ChainError(`"${prefix}" is no revision; a prefix needs at least four characters.`)
    }
    const found = [...byRevision.keys()].filter((revision) => revision.startsWith(prefix))
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    throw new ChainError(
      found.length === 0
        ? `There is no revision ${prefix}; "migrate history" lists them.`
        : `${prefix} is ambiguous: ${found.join(', ')}.`,
    )
  }

  function related(start: string, next: (revision: string) => readonly string[]): Set<string> {
    const seen = new Set<string>()
    const open = [start]
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      if (seen.has(current)) continue
      seen.add(current)
      open.push(...next(current))
    }
    return seen
  }

  const lineage = (revision: string) =>
    related(revision, (of) => {
      const known = byRevision.get(of)
      return known === undefined ? [] : parentsOf(known)
    })
  const descendants = (revision: string) => related(revision, childrenOf)

  function planUp(applied: Iterable<string>, target: string): Revision[] {
    const done = new Set(applied)
    const pending = order.filter((revision) => !done.has(revision.revision))
    if (target === 'heads') return pending
    if (target === 'head') {
      const all = heads()
      if (all.length > 1) {
        throw new ChainError(
          `Multiple heads: ${all.join(', ')}. Name one, say "heads" for all, or join them with "migrate merge -m TEXT ${all.join(' ')}".`,
        )
      }
      return pending
    }
    const steps = /^\+(\d+)$/.exec(target)
    if (steps) {
      const count = Number(steps[1])
      if (count > pending.length) {
        throw new ChainError(
          `${target} asks for ${count} revisions, but ${pending.length === 0 ? 'none is' : `only ${pending.length} are`} pending.`,
        )
      }
      return pending.slice(0, count)
    }
    const wanted = lineage(resolve(target))
    return pending.filter((revision) => wanted.has(revision.revision))
  }

  function planDown(applied: Iterable<string>, target: string): Revision[] {
    const done = new Set(applied)
    const newestFirst = order.filter((revision) => done.has(revision.revision)).reverse()
    if (target === 'base') return newestFirst
    const steps = /^-(\d+)$/.exec(target)
    if (steps) return stepsDown(done, newestFirst, Number(steps[1]))
    const stays = resolve(target)
    if (!done.has(stays)) {
      throw new ChainError(
        `The database does not have revision ${stays}, so it cannot go down to it; it is at ${headsOf(done).join(', ') || 'base'}.`,
      )
    }
    const above = descendants(stays)
    return newestFirst.filter(
      (revision) => revision.revision !== stays && above.has(revision.revision),
    )
  }

  function stepsDown(done: Set<string>, newestFirst: Revision[], count: number): Revision[] {
    if (count > newestFirst.length) {
      throw new ChainError(
        `-${count} goes below base: the database has ${newestFirst.length} revisions.`,
      )
    }
    const left = new Set(done)
    const plan: Revision[] = []
    while (plan.length < count) {
      const current = headsOf(left)
      if (current.length > 1) {
        throw new ChainError(
          `-${count} is ambiguous: the database is at ${current.join(' and ')}. Name the revision to go down to.`,
        )
      }
      const revision = byRevision.get(current[0] ?? '')
      if (revision === undefined) break
      plan.push(revision)
      left.delete(revision.revision)
    }
    return plan
  }

  return {
    order,
    get: (revision) => byRevision.get(revision),
    heads,
    headsOf,
    childrenOf,
    resolve,
    planUp,
    planDown,
    lineage,
  }
}

function indexed(revisions: readonly Revision[]): Map<string, Revision> {
  const byRevision = new Map<string, Revision>()
  const names = new Set<string>()
  for (const revision of revisions) {
    if (byRevision.has(revision.revision)) {
      throw new ChainError(`Two migrations have the revision ${revision.revision}.`)
    }
    if (names.has(revision.name)) {
      throw new ChainError(`Two migrations have the name ${revision.name}.`)
    }
    if (!/\d{13}$/.test(revision.name)) {
      throw new ChainError(`The name ${revision.name} does not end in 13 digits of time.`)
    }
    byRevision.set(revision.revision, revision)
    names.add(revision.name)
  }
  for (const revision of revisions) {
    for (const parent of parentsOf(revision)) {
      if (!byRevision.has(parent)) {
        throw new ChainError(
          `Revision ${revision.revision} (${revision.message}) builds on ${parent}, which does not exist; is its line in migrations/index.ts missing?`,
        )
      }
    }
  }
  return byRevision
}

/** Topological; among those that could come next, the one whose name bears the earliest time. */
function ordered(
  revisions: readonly Revision[],
  byRevision: ReadonlyMap<string, Revision>,
): Revision[] {
  const waiting = [...revisions].sort((a, b) => timestampOf(a) - timestampOf(b))
  const placed = new Set<string>()
  const order: Revision[] = []
  while (order.length < byRevision.size) {
    const index = waiting.findIndex((revision) => parentsOf(revision).every((p) => placed.has(p)))
    const [next] = index < 0 ? [] : waiting.splice(index, 1)
    if (next === undefined) {
      throw new ChainError(
        `The revisions ${waiting.map((revision) => revision.revision).join(', ')} build on each other in a circle.`,
      )
    }
    placed.add(next.revision)
    order.push(next)
  }
  return order
}

/** The time in a migration's name: milliseconds since 1970. */
export function timestampOf(revision: Revision): number {
  return Number(revision.name.slice(-13))
}
