import { Fragment } from 'preact'
import type { NodeRow } from '../../db/read/nodes.js'
import { type Hop, UNKNOWN_HOP } from '../../mesh/traceroute.js'
import { NodeName } from './names.js'
import { Signal } from './signal.js'
import { useLocal, useWords } from './site.js'

export type Names = ReadonlyMap<number, Pick<NodeRow, 'long_name' | 'short_name'>>

/** A node by its id and the names that are known of it. */
export function Named(props: { node_id: number; names: Names; brief?: boolean }) {
  const { node_id, names, brief } = props
  const { traceroute } = useWords()
  if (node_id === UNKNOWN_HOP) {
    return (
      <span class="node" title={traceroute.unknownNodeTitle}>
        <span class="badge badge-unknown">?</span>{' '}
        {!brief && <span class="name faint">{traceroute.unknownNode}</span>}
      </span>
    )
  }
  const known = names.get(node_id)
  return (
    <NodeName
      node_id={node_id}
      long_name={known?.long_name ?? null}
      short_name={known?.short_name ?? null}
      brief={brief}
    />
  )
}

/** A way in one line: short names with arrows, and the SNR at which each heard the one before. */
export function PathLine(props: { hops: readonly Hop[]; names: Names; reached: boolean }) {
  const { hops, names, reached } = props
  const { traceroute } = useWords()
  const local = useLocal()
  return (
    <span class="path">
      {hops.map((hop, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <span class="step">
              <span class="visually-hidden">{traceroute.to}</span>
              <span aria-hidden="true">→</span>
              {hop.snr4 !== null && <span class="unit">{local.snr(hop.snr4 / 4)}</span>}
            </span>
          )}
          <Named node_id={hop.node_id} names={names} brief />
        </Fragment>
      ))}
      {!reached && (
        <span class="step faint" title={traceroute.notArrived}>
          → …
        </span>
      )}
    </span>
  )
}

/** A way as a column of stations with the signal of each leg. */
export function PathColumn(props: {
  hops: readonly Hop[]
  names: Names
  reached: boolean
  /** The way back has a colour of its own, as on the map. */
  isBack?: boolean
}) {
  const { hops, names, reached, isBack = false } = props
  const { traceroute } = useWords()
  return (
    <ol class={isBack ? 'stations back' : 'stations'}>
      {hops.map((hop, index) => (
        <li key={index}>
          {index > 0 && (
            <div class="leg">
              {hop.snr4 === null ? (
                <span class="faint">{traceroute.snrUnknown}</span>
              ) : (
                <Signal snr={hop.snr4 / 4} />
              )}
            </div>
          )}
          <div class="station">
            <Named node_id={hop.node_id} names={names} />
          </div>
        </li>
      ))}
      {!reached && (
        <li>
          <div class="leg open">
            <span class="faint">{traceroute.notFurther}</span>
          </div>
        </li>
      )}
    </ol>
  )
}
