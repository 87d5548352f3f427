import { dataTree, type WireField } from '../../mesh/wire-tree.js'

/** The bytes of an opened packet, field by field, beside what they say. */
export function WireTree({ bytes, portnum }: { bytes: Buffer; portnum: number }) {
  return <Fields fields={dataTree(bytes, portnum)} />
}

function Fields({ fields }: { fields: readonly WireField[] }) {
  return (
    <ul class="wire">
      {fields.map((field, index) => (
        <li key={index}>
          <code class="wire-bytes">{pairs(field.bytes)}</code>{' '}
          <code class="wire-name">{field.name}</code> <bdi>{field.value}</bdi>
          {field.fields.length > 0 && <Fields fields={field.fields} />}
        </li>
      ))}
    </ul>
  )
}

/** Pairs of hexadecimal digits. */
function pairs(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString('hex').match(/../g) ?? []).join(' ')
}
