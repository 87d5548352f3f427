import { findNode, findNodes, type NodeRow } from '../db/read/nodes.js'
import { parseNodeId, readNodeId } from '../mesh/node-id.js'
import type { ReaderContext } from './context.js'

/** What a visitor's words about a node turned out to mean. */
export interface NodeChoice {
  /** As typed. */
  text: string
  node_id: number | null
  node: NodeRow | null
  /** Nodes that the words fit, where they fit several. */
  candidates: NodeRow[]
}

/**
 * Finds the node that a visitor names by id (decimal, `0x…`, `!hex`) or by a part of its name.
 * An id that was never heard is still an id: its list is empty.
 */
export async function chooseNode(
  context: ReaderContext,
  text: string | undefined,
): Promise<NodeChoice | null> {
  if (text === undefined) return null
  const node_id = readNodeId(text)
  if (node_id !== null) {
    const node = (await findNode(context.db, node_id)) ?? null
    // A few digits, or letters from a to f, may also be somebody's name.
    const isName = parseNodeId(text) === null || /^\d{1,4}$/.test(text)
    if (node !== null || !isName) return { text, node_id, node, candidates: [] }
  }
  const candidates = await findNodes(context.db, { text, limit: 20 })
  const exact = candidates.filter((each) => each.short_name === text || each.long_name === text)
  const only = candidates.length === 1 ? candidates[0] : exact.length === 1 ? exact[0] : undefined
  if (only !== undefined) return { text, node_id: only.node_id, node: only, candidates: [] }
  return { text, node_id: null, node: null, candidates }
}
