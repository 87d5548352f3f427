import { decodeEnvelope, type Envelope } from '../mesh/envelope.js'
import { MeshFault } from '../mesh/fault.js'
import { parseTopic, type Topic } from '../mesh/topic.js'
import { Filtered, type Message } from './message.js'
import { MAX_PAYLOAD, MAX_TOPIC } from './queue.js'

/** A message whose envelope could be read. */
export interface Parsed {
  message: Message
  topic: Topic
  envelope: Envelope
}

const MAX_TOPICS_REMEMBERED = 20_000
const topics = new Map<string, Topic>()

/**
 * Reads the envelope of a message. Throws {@link Filtered} for topics that carry none
 * (`json`, `stat`) and MeshFault for bytes that are none.
 */
export function parseMessage(message: Message): Parsed {
  if (message.topic.length > MAX_TOPIC) throw new Filtered('topic-too-long')
  const topic = topicOf(message.topic)
  // Firmware can publish the same packets as JSON beside the envelopes, and its own status.
  if (topic.kind === 'json') throw new Filtered('json-topic')
  if (topic.kind === 'stat') throw new Filtered('status-topic')
  if (message.payload.length > MAX_PAYLOAD) {
    throw new MeshFault('too-long', `more than ${MAX_PAYLOAD} bytes`)
  }
  return { message, topic, envelope: decodeEnvelope(message.payload) }
}

function topicOf(text: string): Topic {
  let topic = topics.get(text)
  if (topic === undefined) {
    topic = parseTopic(text)
    if (topics.size >= MAX_TOPICS_REMEMBERED) topics.clear()
    topics.set(text, topic)
  }
  return topic
}
