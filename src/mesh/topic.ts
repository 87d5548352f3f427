/** The parts of an MQTT topic `ROOT/2/KIND/CHANNEL/GATEWAY` that firmware publishes on. */
export interface Topic {
  /** What stands before the protocol version: `msh/US/bayarea`. */
  root: string
  /** `e`: encrypted envelopes, `c`: the older name of the same, `json`, `map`: map reports, `stat`. */
  kind: 'e' | 'c' | 'json' | 'map' | 'stat' | 'other'
  channel: string | null
  /** The gateway as written in the topic, usually `!hex`. */
  gateway: string | null
}

const KINDS = new Set(['e', 'c', 'json', 'map', 'stat'])

function isKind(text: string): text is 'e' | 'c' | 'json' | 'map' | 'stat' {
  return KINDS.has(text)
}

/**
 * Takes a topic apart. The root may itself hold slashes, so the protocol version `2` followed by a
 * known kind is looked for from the right; a topic without it is `other`, its whole text the root.
 */
export function parseTopic(topic: string): Topic {
  const parts = topic.split('/')
  for (let index = parts.length - 2; index >= 1; index -= 1) {
    const kind = parts[index + 1] ?? ''
    if (parts[index] !== '2' || !isKind(kind)) continue
    const rest = parts.slice(index + 2)
    // msh/2/map/ and msh/2/stat/!gateway name no channel.
    const hasChannel = kind !== 'map' && kind !== 'stat'
    const gateway = hasChannel ? rest[1] : rest[0]
    return {
      root: parts.slice(0, index).join('/'),
      kind,
      channel: hasChannel ? (rest[0] ?? null) : null,
      gateway: gateway || null,
    }
  }
  return { root: topic, kind: 'other', channel: null, gateway: null }
}
