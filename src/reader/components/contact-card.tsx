import type { NodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { contactUrl } from '../contact.js'
import { plainName } from './names.js'
import { useSite, useWords } from './site.js'

/** The node as a contact for the Meshtastic apps: a code to scan, a link to open on the phone. */
export function ContactCard({ node }: { node: NodeRow }) {
  const { base } = useSite()
  const { contact } = useWords()
  // Without a name it would be a contact that nobody recognises.
  if (node.long_name === null && node.short_name === null) return null
  const url = contactUrl(node)
  return (
    <details class="card contact behind-card">
      <summary>
        <h2>{contact.title}</h2>
      </summary>
      <img
        class="qr"
        src={`${base}/node/${formatNodeId(node.node_id)}/qr.svg`}
        alt={contact.qr({ name: plainName(node) })}
        width="220"
        height="220"
        loading="lazy"
      />
      <p class="small muted">{contact.scan.with({ link: (text) => <a href={url}>{text}</a> })}</p>
      {node.public_key === null && <p class="small muted">{contact.keyUnknown}</p>}
      <input class="copy-me mono small" readOnly value={url} aria-label={contact.address} />
    </details>
  )
}
