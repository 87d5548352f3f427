import type { ComponentChildren } from 'preact'
import { useLocal, useWords } from './site.js'

interface ShareBarProps {
  /** From 0 to 1. */
  share: number
}

/** How much of the whole, as a bar. */
export function ShareBar({ share }: ShareBarProps) {
  return (
    <svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="share-all" width="100" height="8" />
      <rect class="share-part" width={(100 * share).toFixed(2)} height="8" />
    </svg>
  )
}

interface SharesProps {
  title: string
  /** What is counted, as the head of the column says it. */
  counted: string
  rows: readonly { key: string; label: ComponentChildren; count: number }[]
  csv?: ComponentChildren
}

const SHOWN = 12

/** How many of what, the most frequent first; the rest behind a click. */
export function Shares({ title, counted, rows, csv }: SharesProps) {
  const { shares } = useWords()
  const local = useLocal()
  const total = rows.reduce((sum, row) => sum + row.count, 0)
  const most = Math.max(1, ...rows.map((row) => row.count))
  const table = (some: SharesProps['rows']) => (
    <table class="table shares">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{shares.share}</th>
          <th scope="col">{counted}</th>
          <th scope="col">{shares.percent}</th>
        </tr>
      </thead>
      <tbody>
        {some.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.label}</th>
            <td class="share">
              <ShareBar share={row.count / most} />
            </td>
            <td class="num">{local.count(row.count)}</td>
            <td class="num muted">{local.percent(row.count, total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
  return (
    <section class="card">
      <div class="card-head">
        <h3>{title}</h3>
        <span class="spacer" />
        {csv}
      </div>
      {rows.length === 0 ? <p class="muted">{shares.nothing}</p> : table(rows.slice(0, SHOWN))}
      {rows.length > SHOWN && (
        <details class="behind">
          <summary class="small">{shares.more({ count: rows.length - SHOWN })}</summary>
          {table(rows.slice(SHOWN))}
        </details>
      )}
    </section>
  )
}
