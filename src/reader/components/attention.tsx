import type { ComponentChildren } from 'preact'
import type { NodeNames } from '../../db/read/nodes.js'
import type { Attention } from '../attention.js'
import { NodeName } from './names.js'
import { useLocal, useWords } from './site.js'
import { Ago } from './time.js'

/** Who in the mesh needs a visit; nothing where nobody does. */
export function AttentionLists({ silent, low }: Attention) {
  const { attention } = useWords().status
  const local = useLocal()
  if (silent.length === 0 && low.length === 0) return null
  return (
    <section>
      <h2 class="section-title">{attention.title}</h2>
      <div class="cards">
        {silent.length > 0 && (
          <List title={attention.silent} about={attention.silentAbout} head={attention.lastUplink}>
            {silent.map((gateway) => (
              <Row key={gateway.node_id} node={gateway}>
                <Ago time_us={gateway.gateway_seen_us} />
              </Row>
            ))}
          </List>
        )}
        {low.length > 0 && (
          <List title={attention.low} about={attention.lowAbout} head={attention.charge}>
            {low.map((node) => (
              <Row key={node.node_id} node={node}>
                {local.measured(node.level, '%')}{' '}
                <span class="muted small">
                  <Ago time_us={node.time_us} />
                </span>
              </Row>
            ))}
          </List>
        )}
      </div>
    </section>
  )
}

interface ListProps {
  title: string
  about: string
  /** Of the second column. */
  head: string
  children: ComponentChildren
}

function List({ title, about, head, children }: ListProps) {
  const { attention } = useWords().status
  return (
    <div class="card">
      <h3>{title}</h3>
      <p class="muted small">{about}</p>
      <table class="table attention">
        <thead>
          <tr>
            <th scope="col">{attention.node}</th>
            <th scope="col" class="num">
              {head}
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function Row({ node, children }: { node: NodeNames; children: ComponentChildren }) {
  return (
    <tr>
      <td class="who">
        <NodeName {...node} />
      </td>
      <td class="num">{children}</td>
    </tr>
  )
}
