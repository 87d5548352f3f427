import type { NodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { contactUrl } from '../contact.js'
import { plainName } from './names.js'
import { useSite } from './site.js'

/** The node as a contact for the Meshtastic apps: a code to scan, a link to open on the phone. */
export function ContactCard({ node }: { node: NodeRow }) {
  const { base } = useSite()
  // Without a name it would be a contact that nobody recognises.
  if (node.long_name === null && node.short_name === null) return null
  const url = contactUrl(node)
  return (
    <details class="card contact behind-card">
      <summary>
        <h2>Add as a contact</h2>
      </summary>
      <img
        class="qr"
        src={`${base}/node/${formatNodeId(node.node_id)}/qr.svg`}
        alt={`QR code: ${plainName(node)} as a Meshtastic contact`}
        width="220"
        height="220"
        loading="lazy"
      />
      <p class="small muted">
        Scan it with the Meshtastic app, or <a href={url}>open it on this device</a>.
      </p>
      {node.public_key === null && (
        <p class="small muted">Its public key is not known: messages to it are not private.</p>
      )}
      <input class="copy-me mono small" readOnly value={url} aria-label="Address of the contact" />
    </details>
  )
}
