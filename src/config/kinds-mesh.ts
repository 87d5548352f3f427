import { parseNodeId } from '../mesh/node-id.js'
import { type Kind, listItems, Refusal } from './kinds.js'

/** MQTT topic filters (MQTT 3.1.1, section 4.7): `+` fills one level, `#` only the last ones. */
export function topicFilters(): Kind<readonly string[]> {
  return {
    expects: 'MQTT topics as a JSON list, such as ["msh/EU_868/#"], or parted by commas',
    blank: false,
    read(value) {
      const topics = listItems(value)
      if (topics.length === 0) throw new Refusal()
      for (const topic of topics) checkTopicFilter(topic)
      return [...new Set(topics)]
    },
  }
}

function checkTopicFilter(topic: string): void {
  if (topic === '' || Buffer.byteLength(topic) > 65_535 || topic.includes('\0')) {
    throw new Refusal('a topic is empty, too long or holds a NUL')
  }
  const levels = topic.split('/')
  for (const [index, level] of levels.entries()) {
    const wild = level.includes('#') || level.includes('+')
    if (wild && level.length > 1) {
      throw new Refusal(`in topic "${topic}", # and + must fill a level of their own`)
    }
    if (level === '#' && index < levels.length - 1) {
      throw new Refusal(`in topic "${topic}", # must be the last level`)
    }
  }
}

/** Node ids, each decimal, `0x…` or `!hex`, as unsigned 32-bit numbers. */
export function nodeIds(): Kind<readonly number[]> {
  return {
    expects: 'node ids parted by commas, each decimal, 0x… or !hex',
    blank: true,
    read: (value) => [...new Set(listItems(value).map(readNodeId))],
  }
}

function readNodeId(item: string): number {
  const node_id = parseNodeId(item)
  if (node_id === null) throw new Refusal(`"${item}" is not a node id`)
  return node_id
}

/** Names of channels as gateways send them; upper and lower case differ. */
export function channelNames(): Kind<readonly string[]> {
  return {
    expects: 'channel names parted by commas, or a JSON list',
    blank: true,
    read: (value) => [...new Set(listItems(value))],
  }
}

/**
 * Channel keys in base64. Meshtastic knows keys of 0 (no encryption), 1 (a numbered default key),
 * 16 (AES-128) and 32 bytes (AES-256).
 */
export function channelKeys(): Kind<readonly string[]> {
  return {
    expects: 'channel keys in base64 (1, 16 or 32 bytes each), parted by commas',
    blank: true,
    read(value) {
      const keys = listItems(value)
      for (const [index, key] of keys.entries()) {
        if (!isChannelKey(key))
          throw new Refusal(`number ${index + 1} in the list is not such a key`)
      }
      return [...new Set(keys)]
    },
  }
}

function isChannelKey(key: string): boolean {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(key)) return false
  return [1, 16, 32].includes(Buffer.from(key, 'base64').length)
}
