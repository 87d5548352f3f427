import type { Difference } from './compare.js'

/** What a migration of these differences is called when nobody has named it: by the first of them. */
export function messageFor([first, ...others]: readonly Difference[]): string {
  if (first === undefined) return 'no changes'
  const more = others.length === 1 ? ' and one more change' : ` and ${others.length} more changes`
  return headline(first) + (others.length === 0 ? '' : more)
}

function headline(difference: Difference): string {
  switch (difference.kind) {
    case 'missing table':
      return `add table ${difference.table.name}`
    case 'surplus table':
      return `drop table ${difference.name}`
    case 'missing column':
      return `add ${difference.column} to ${difference.table}`
    case 'surplus column':
      return `drop ${difference.column} of ${difference.table}`
    case 'renamed column':
      return `rename ${difference.from} of ${difference.table} to ${difference.column}`
    case 'changed column':
      return `change ${difference.column} of ${difference.table}`
    case 'missing index':
      return `add index ${difference.index}`
    case 'surplus index':
      return `drop index ${difference.index}`
    case 'missing constraint':
      return `add constraint ${difference.constraint}`
    case 'surplus constraint':
      return `drop constraint ${difference.constraint}`
    case 'other key':
      return `change the key of ${difference.table}`
  }
}
