import type { VNode } from 'preact'
import { dataTree, type WireField } from '../../mesh/wire-tree.js'
import { html } from './html.js'

/** The bytes of an opened packet, field by field, beside what they say. */
export function WireTree({ bytes, portnum }: { bytes: Buffer; portnum: number }) {
  return fieldsOf(dataTree(bytes, portnum))
}

function fieldsOf(fields: readonly WireField[]): VNode {
  return html`<ul class="wire">${fields.map(fieldOf)}</ul>`
}

function fieldOf({ bytes, name, value, fields }: WireField): VNode {
  return html`
    <li>
      <code class="wire-bytes">${pairs(bytes)}</code> <code class="wire-name">${name}</code> <bdi>${value}</bdi>
      ${fields.length > 0 && fieldsOf(fields)}
    </li>`
}

/** Pairs of hexadecimal digits. */
function pairs(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString('hex').match(/../g) ?? []).join(' ')
}
