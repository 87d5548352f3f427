import { findGatewayNames, type NodeNames } from '../db/read/nodes.js'
import { parseNodeId } from '../mesh/node-id.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'

const MOST_GATEWAYS = 300
const MOST_IDS = 200
/** A new gateway in a menu can wait. */
const REMEMBER_US = 30_000_000

/** The gateways that a filter offers, by name, as of the last half minute. */
export function findGateways({ db, nowUs }: ReaderContext): Promise<NodeNames[]> {
  return remember(db, 'gateways', nowUs(), REMEMBER_US, () => findGatewayNames(db, MOST_GATEWAYS))
}

/** The node that a filter's text names by its id; undefined for anything else. */
export function gatewayIn(text: string | undefined): number | undefined {
  return parseNodeId(text ?? '') ?? undefined
}

/** Node ids parted by commas; odd ones are left out. */
export function idsIn(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined
  const ids = text.split(',').slice(0, MOST_IDS)
  return ids.map((id) => parseNodeId(id.trim())).filter((id) => id !== null)
}
