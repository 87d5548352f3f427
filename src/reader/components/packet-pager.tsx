import { MOST_RECEPTIONS } from '../../db/read/heard-packets.js'
import type { PacketRow } from '../../db/read/packets.js'
import { address, Link, useLocal, useWords } from './site.js'

interface PacketPagerProps {
  path: string
  /** Where on the page the list is. */
  anchor?: string
  query: Record<string, string | number | undefined>
  packets: readonly PacketRow[]
  /** Packets of a full page. */
  size: number
  isFirst: boolean
  /** Key at which a search among the receptions of a gateway had to stop; null when it did not. */
  stoppedAt: number | null
}

/** Ways to newer and older packets, and how far back was searched where that is not all. */
export function PacketPager(props: PacketPagerProps) {
  const { path, anchor = '', query, packets, size, isFirst, stoppedAt } = props
  const { common, firehose } = useWords()
  const local = useLocal()
  const isFull = packets.length === size
  const before = stoppedAt ?? (isFull ? packets.at(-1)?.packet_key : undefined)
  return (
    <>
      {stoppedAt !== null && (
        <p class="muted small">{firehose.bounded({ count: local.count(MOST_RECEPTIONS) })}</p>
      )}
      <nav class="pager" aria-label={common.pages}>
        {!isFirst && (
          <Link class="button" href={address(path, query) + anchor}>
            {firehose.newest}
          </Link>
        )}
        {before !== undefined && (
          <Link class="button" href={address(path, { ...query, before }) + anchor} rel="next">
            {stoppedAt === null ? common.older : firehose.furtherBack}
          </Link>
        )}
      </nav>
    </>
  )
}
