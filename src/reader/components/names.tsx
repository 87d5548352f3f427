import { BROADCAST, defaultShortName, formatNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import type { Words } from '../../words/languages.js'
import { hueOf, portHue } from '../format.js'
import { KeptById } from './kept.js'
import { Link, useWords } from './site.js'

/** To everyone, but not sent by radio (`NODENUM_BROADCAST_NO_LORA` in the firmware). */
const BROADCAST_NO_LORA = 1

interface NodeProps {
  node_id: number
  long_name: string | null
  short_name: string | null
  /** The badge alone, where there is no room for the name. */
  brief?: boolean
}

/** Longer texts are cut: a title of ten thousand letters covers the screen. */
const MAX_SHOWN = 60

/** 350 bytes each; those of one page are at most as many. */
const names = new KeptById(500)
const badges = new KeptById(500)

/** A node as a link to its page: its short name in its colour, then the long name. */
export function NodeName({ node_id, long_name, short_name, brief = false }: NodeProps) {
  const { names: words } = useWords()
  if (node_id === BROADCAST) return <span class="everyone">{words.everyone}</span>
  if (node_id === BROADCAST_NO_LORA) {
    return (
      <span class="everyone" title={words.mqttOnlyTitle}>
        {words.mqttOnly}
      </span>
    )
  }
  const known = brief ? badges : names
  return known.get(node_id, [long_name, short_name], () => (
    <NodeLink {...{ node_id, long_name, short_name, brief }} />
  ))
}

function NodeLink({ node_id, long_name, short_name, brief }: NodeProps) {
  const id = formatNodeId(node_id)
  const long = cleanName(long_name ?? '', MAX_SHOWN)
  const short = cleanName(short_name ?? '', 12)
  return (
    <Link class="node" href={`/node/${id}`} title={long === '' ? id : `${long} (${id})`}>
      {short === '' ? (
        <span class="badge badge-unknown">{defaultShortName(node_id)}</span>
      ) : (
        <span class={`badge ${hueOf(id)}`}>
          <bdi>{short}</bdi>
        </span>
      )}
      {/* For those who copy the text or have it read to them. */ ' '}
      {!brief && <bdi class="name">{long === '' ? id : long}</bdi>}
    </Link>
  )
}

/** The name of a node in running text: its long name, else its short one, else its id. */
export function plainName(node: {
  node_id: number
  long_name: string | null
  short_name: string | null
}): string {
  const name = cleanName(node.long_name || node.short_name || '', MAX_SHOWN)
  return name === '' ? formatNodeId(node.node_id) : name
}

/** A text of the mesh that is no name of a node: a gateway's own name, a firmware, a model. */
export function MeshText({ text }: { text: string }) {
  const shown = cleanName(text, MAX_SHOWN)
  return (
    <bdi class="mesh-text" title={shown}>
      {shown}
    </bdi>
  )
}

/** What people call a port, or `Port n`. */
export function portLabel(portnum: number, { ports, names }: Words): string {
  const labels: Readonly<Record<number, string>> = ports
  return labels[portnum] ?? names.port({ number: String(portnum) })
}

/** A port in its colour; an encrypted packet's port is not known. */
export function PortTag({ portnum, encrypted }: { portnum: number; encrypted: boolean }) {
  const words = useWords()
  return (
    <span class={`tag ${portHue(portnum)}`}>
      {encrypted ? words.names.encrypted : portLabel(portnum, words)}
    </span>
  )
}

/** A channel by name, in its colour. */
export function ChannelTag({ channel }: { channel: string }) {
  const name = cleanName(channel, MAX_SHOWN)
  if (name === '') return null
  return (
    <span class={`tag round ${hueOf(channel)}`} title={name}>
      <bdi>{name}</bdi>
    </span>
  )
}
