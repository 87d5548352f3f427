import { findChannelTraffic } from '../db/read/channels.js'
import { PKI_CHANNEL } from '../mesh/keys.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'

/** Whether menus, tabs and legends offer a channel by its name. */
export type IsOffered = (name: string) => boolean

/** A channel that becomes busy can wait. */
const REMEMBER_US = 30_000_000
/** While a mesh sends little, this share of its packets is enough. */
const ENOUGH_SHARE = 0.01

/**
 * Which channels are offered: those that the owner lists, else those that carried enough packets in
 * the last week. Any gateway can make up names; what it sends there is kept and found all the same.
 * What stands in place of a channel for direct messages is none.
 */
export function offeredChannels({ db, config, nowUs }: ReaderContext): Promise<IsOffered> {
  const { channels, channelPackets } = config.site
  const named = new Set(channels)
  if (named.size > 0) return Promise.resolve((name) => named.has(name))
  return remember(db, 'offered channels', nowUs(), REMEMBER_US, async () => {
    const traffic = await findChannelTraffic(db)
    const total = traffic.reduce((sum, { packets }) => sum + packets, 0)
    const enough = Math.min(channelPackets, total * ENOUGH_SHARE)
    const busy = new Set(traffic.filter(({ packets }) => packets >= enough).map(({ name }) => name))
    busy.delete(PKI_CHANNEL)
    return (name) => busy.has(name)
  })
}
