import type { ListedNode } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { FavouriteStar } from '../components/favourites.js'
import { kept } from '../components/kept.js'
import { ChannelTag, MeshText, NodeName } from '../components/names.js'
import { Link, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import { formatDegrees } from '../format.js'
import { hardwareLabel, roleLabel } from '../terms.js'
import { columns, here, type NodelistData } from './nodelist-query.js'

/** The nodes of this page of the list, with heads that sort. */
export function NodelistTable(data: NodelistData) {
  return (
    <div class="table-frame">
      <table class="table rows nodes">
        <NodelistHead {...data} />
        <tbody>
          {data.nodes.map((node) => (
            <NodeLine key={node.node_id} node={node} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NodelistHead({ query, sort, descending }: NodelistData) {
  const { nodelist } = useWords()
  const head = (column: keyof typeof nodelist.columns) => {
    const isCurrent = sort === column
    // The first click on a column sorts upwards, times newest first; the next turns it round.
    const down = isCurrent ? !descending : column === 'last_seen_us'
    return (
      <th
        scope="col"
        key={column}
        aria-sort={isCurrent ? (descending ? 'descending' : 'ascending') : undefined}
      >
        <Link href={here(query, { sort: (down ? '-' : '') + column, from: 0 })}>
          {nodelist.columns[column]}
        </Link>
      </th>
    )
  }
  return (
    <thead>
      <tr>
        {columns.map(head)}
        <th scope="col">{nodelist.position}</th>
        {head('last_seen_us')}
      </tr>
    </thead>
  )
}

function NodeLine({ node }: { node: ListedNode }) {
  const { node_id, long_name, short_name, hw_model, firmware, role, channel } = node
  const { last_lat, last_long, gateway_seen_us, last_seen_us } = node
  const facts = [
    ...[node_id, long_name, short_name, hw_model, firmware, role, channel],
    ...[last_lat, last_long, gateway_seen_us !== null],
  ]
  return (
    <tr id={`n${formatNodeId(node_id).slice(1)}`}>
      {kept(['node cells', ...facts], () => (
        <NodeCells node={node} />
      ))}
      <td class="nowrap last">
        <Age time_us={last_seen_us} />
      </td>
    </tr>
  )
}

/** What a node is: all columns but the last one. */
function NodeCells({ node }: { node: ListedNode }) {
  const { nodelist, roles } = useWords()
  const hasPosition = node.last_lat !== null && node.last_long !== null
  return (
    <>
      <td class="who line">
        <div class="starred">
          <FavouriteStar node_id={node.node_id} />
          <NodeName {...node} />
        </div>
      </td>
      <td class="mono">{formatNodeId(node.node_id)}</td>
      <td>{node.hw_model !== null && <MeshText text={hardwareLabel(node.hw_model)} />}</td>
      <td>{node.firmware !== null && <MeshText text={node.firmware} />}</td>
      <td class="nowrap">
        {node.role !== null && <MeshText text={roleLabel(node.role, roles)} />}{' '}
        {node.gateway_seen_us !== null && <span class="flag good">{nodelist.gateway}</span>}
      </td>
      <td>{node.channel !== null && <ChannelTag channel={node.channel} />}</td>
      <td class="nowrap">
        {hasPosition && `${formatDegrees(node.last_lat!)}, ${formatDegrees(node.last_long!)}`}
      </td>
    </>
  )
}
