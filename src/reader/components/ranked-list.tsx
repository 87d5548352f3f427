import { Link, useLocal, useWords } from './site.js'

/** The address of the same list with other parameters. */
export type Here = (more: Record<string, string | number | undefined>) => string

interface PagerProps {
  /** How many rows of all lie before the first one shown. */
  from: number
  shown: number
  total: number
  pageSize: number
  here: Here
  /** The address of the whole list as CSV. */
  csv: string
}

/** Leads through a list whose length is known, and to all of it. */
export function RankedPager({ from, shown, total, pageSize, here, csv }: PagerProps) {
  const { top, common, nodelist } = useWords()
  const local = useLocal()
  return (
    <nav class="pager" aria-label={common.pages}>
      {from > 0 && (
        <Link class="button" href={here({ from: Math.max(0, from - pageSize) || undefined })}>
          {common.previous}
        </Link>
      )}
      {shown > 0 && (
        <span class="muted small">
          {nodelist.range({
            first: local.count(from + 1),
            last: local.count(from + shown),
            total: local.count(total),
          })}
        </span>
      )}
      {from + shown < total && (
        <Link class="button" href={here({ from: from + pageSize })} rel="next">
          {common.next}
        </Link>
      )}
      <span class="spacer" />
      <Link class="small" href={csv}>
        {top.allCsv}
      </Link>
    </nav>
  )
}

interface SortHeadProps {
  sort: string
  label: string
  /** What the list is sorted by now. */
  current: { sort: string; descending: boolean }
  here: Here
}

/** The head of a column of numbers: the first click shows the highest, the next turns it round. */
export function SortHead({ sort, label, current, here }: SortHeadProps) {
  const isCurrent = current.sort === sort
  const order = current.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" class="num" aria-sort={isCurrent ? order : undefined}>
      <Link href={here({ sort: isCurrent && current.descending ? sort : `-${sort}` })}>
        {label}
      </Link>
    </th>
  )
}
