import type { MapNodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { roleHue } from '../../mesh/palette.js'
import { kept } from '../components/kept.js'
import { ChannelTag, NodeName } from '../components/names.js'
import { Empty } from '../components/parts.js'
import { Link, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import { formatDegrees } from '../format.js'
import { roleLabel } from '../terms.js'
import { RowsBelow } from './rows-below.js'

interface PositionTableProps {
  nodes: MapNodeRow[]
  total: number
  /** Where those of a longer time are. */
  longer?: string | false
}

/** The nodes of the map as a table, for those who do not see it. */
export function PositionTable({ nodes, total, longer }: PositionTableProps) {
  const { mapTable, nodelist } = useWords()
  const local = useLocal()
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>{mapTable.title}</h2>
        <span class="muted">
          {total > nodes.length
            ? mapTable.firstOf({ shown: nodes.length, total })
            : local.count(total)}
        </span>
        <span class="spacer" />
        <Link href="/nodelist">{mapTable.allNodes}</Link>
      </div>
      {nodes.length === 0 ? (
        <Empty icon="map" longer={longer}>
          <p>{mapTable.none}</p>
        </Empty>
      ) : (
        <div class="table-frame">
          <table class="table rows nodes">
            <thead>
              <tr>
                <th scope="col">{nodelist.columns.long_name}</th>
                <th scope="col">{nodelist.columns.role}</th>
                <th scope="col">{nodelist.columns.channel}</th>
                <th scope="col">{nodelist.position}</th>
                <th scope="col">{nodelist.columns.last_seen_us}</th>
              </tr>
            </thead>
            <RowsBelow
              near={12}
              rows={nodes.map((node) => <PositionLine key={node.node_id} node={node} />)}
            />
          </table>
        </div>
      )}
    </section>
  )
}

function PositionLine({ node }: { node: MapNodeRow }) {
  return (
    <tr>
      <PositionCells node={node} />
      <td class="nowrap last">
        <Age time_us={node.last_seen_us} />
      </td>
    </tr>
  )
}

/** All but the age. */
function PositionCells({ node }: { node: MapNodeRow }) {
  const { base } = useSite()
  const { roles } = useWords()
  const { node_id, long_name, short_name, role, channel, last_lat, last_long } = node
  const facts = [node_id, long_name, short_name, role, channel, last_lat, last_long]
  return kept(['position', ...facts], () => (
    <>
      <td class="who line">
        <NodeName {...node} />
      </td>
      <td class="nowrap">
        {role !== null && <span class={`tag ${roleHue(role)}`}>{roleLabel(role, roles)}</span>}
      </td>
      <td>{channel !== null && <ChannelTag channel={channel} />}</td>
      <td class="nowrap">
        <a href={`${base}/map?node=${formatNodeId(node_id)}`} data-show-node={node_id}>
          {formatDegrees(last_lat ?? 0)}, {formatDegrees(last_long ?? 0)}
        </a>
      </td>
    </>
  ))
}
