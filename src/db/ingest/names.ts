import type { Database } from '../open.js'
import { type ChannelRow, findChannels, findUplinks, type UplinkRow } from '../write/names.js'
import type { Rows } from './rows.js'

/** An uplink as the writer remembers it; `gateway` numbers the gateway, whatever its topic. */
export interface Uplink extends UplinkRow {
  channel: string
  gateway: number
}

/**
 * The numbers of channels, uplinks and gateways, all in memory: they are few, and every
 * message needs them. New ones get their number here and their row with the batch.
 */
export class Names {
  readonly #channels = new Map<string, number>()
  readonly #uplinks = new Map<string, Uplink[]>()
  readonly #gateways = new Map<string, number>()
  #lastChannel = 0
  #lastUplink = 0
  #uplinkCount = 0

  static async load(db: Database): Promise<Names> {
    return Names.of(await findChannels(db), await findUplinks(db))
  }

  /** Out of the rows of both tables. */
  static of(channels: readonly ChannelRow[], uplinks: readonly UplinkRow[]): Names {
    const names = new Names()
    const nameOf = new Map<number, string>()
    for (const row of channels) {
      names.#rememberChannel(row)
      nameOf.set(row.channel_id, row.name)
    }
    for (const row of uplinks) names.#rememberUplink(row, nameOf.get(row.channel_id) ?? '')
    return names
  }

  get uplinkCount(): number {
    return this.#uplinkCount
  }

  channelId(name: string, rows: Rows): number {
    const known = this.#channels.get(name)
    if (known !== undefined) return known
    const row = { channel_id: this.#lastChannel + 1, name }
    this.#rememberChannel(row)
    rows.channels.push([row.channel_id, row.name])
    return row.channel_id
  }

  findUplink(topic: string, channel: string, gateway_id: string): Uplink | undefined {
    const uplinks = this.#uplinks.get(topic)
    if (uplinks === undefined) return undefined
    for (const uplink of uplinks) {
      if (uplink.gateway_id === gateway_id && uplink.channel === channel) return uplink
    }
    return undefined
  }

  addUplink(
    topic: string,
    channel: string,
    gateway_id: string,
    gateway_node_id: number | null,
    rows: Rows,
  ): Uplink {
    const channel_id = this.channelId(channel, rows)
    const uplink_id = this.#lastUplink + 1
    rows.uplinks.push([uplink_id, topic, channel_id, gateway_id, gateway_node_id])
    return this.#rememberUplink(
      { uplink_id, topic, channel_id, gateway_id, gateway_node_id },
      channel,
    )
  }

  /** A small number that stands for a gateway, the same for all its topics and channels. */
  gatewayNumber(gateway_id: string): number {
    let number = this.#gateways.get(gateway_id)
    if (number === undefined) {
      number = this.#gateways.size + 1
      this.#gateways.set(gateway_id, number)
    }
    return number
  }

  #rememberChannel(row: ChannelRow): void {
    this.#channels.set(row.name, row.channel_id)
    this.#lastChannel = Math.max(this.#lastChannel, row.channel_id)
  }

  #rememberUplink(row: UplinkRow, channel: string): Uplink {
    const uplink = { ...row, channel, gateway: this.gatewayNumber(row.gateway_id) }
    const uplinks = this.#uplinks.get(row.topic)
    if (uplinks) uplinks.push(uplink)
    else this.#uplinks.set(row.topic, [uplink])
    this.#lastUplink = Math.max(this.#lastUplink, row.uplink_id)
    this.#uplinkCount++
    return uplink
  }
}
