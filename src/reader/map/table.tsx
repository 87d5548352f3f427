import type { NodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { roleHue } from '../../mesh/palette.js'
import { ChannelTag, NodeName } from '../components/names.js'
import { Empty } from '../components/parts.js'
import { Link, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import { formatDegrees } from '../format.js'
import { roleLabel } from '../terms.js'

/** The nodes of the map as a table, for those who do not see it. */
export function PositionTable({ nodes, total }: { nodes: NodeRow[]; total: number }) {
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
        <Empty icon="map">
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
            <tbody>
              {nodes.map((node) => (
                <PositionLine key={node.node_id} node={node} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function PositionLine({ node }: { node: NodeRow }) {
  const { base } = useSite()
  const { roles } = useWords()
  const id = formatNodeId(node.node_id)
  return (
    <tr>
      <td class="who line">
        <NodeName {...node} />
      </td>
      <td class="nowrap">
        {node.role !== null && (
          <span class={`tag ${roleHue(node.role)}`}>{roleLabel(node.role, roles)}</span>
        )}
      </td>
      <td>{node.channel !== null && <ChannelTag channel={node.channel} />}</td>
      <td class="nowrap">
        <a href={`${base}/map?node=${id}`} data-show-node={node.node_id}>
          {formatDegrees(node.last_lat ?? 0)}, {formatDegrees(node.last_long ?? 0)}
        </a>
      </td>
      <td class="nowrap last">
        <Age time_us={node.last_seen_us} />
      </td>
    </tr>
  )
}
