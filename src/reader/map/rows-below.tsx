import type { VNode } from 'preact'

interface RowsProps {
  rows: readonly VNode[]
  /** How many are cards within the second window of a phone: browsers lay those out at once anyway. */
  near: number
}

/**
 * The rows of a list below a drawing, in two parts: the second is laid out when one comes near it
 * (public/css/map.css). On a slow phone all of them took a fourth of the time to the first paint.
 */
export function RowsBelow({ rows, near }: RowsProps) {
  return (
    <>
      <tbody>{rows.slice(0, near)}</tbody>
      {rows.length > near && <tbody>{rows.slice(near)}</tbody>}
    </>
  )
}
