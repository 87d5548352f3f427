import { findNodeValues, type NodeColumn } from '../db/read/nodes.js'
import { offeredChannels } from './channels.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'

/** Every node is read for them, and a new value in a menu can wait. */
const REMEMBER_US = 30_000_000

/** What a filter menu offers: the values of a column among the nodes, as of the last half minute. */
export async function nodeValues(context: ReaderContext, column: NodeColumn): Promise<string[]> {
  const { db, nowUs } = context
  const values = await remember(db, `node values ${column}`, nowUs(), REMEMBER_US, () =>
    findNodeValues(db, column),
  )
  return column === 'channel' ? values.filter(await offeredChannels(context)) : values
}
