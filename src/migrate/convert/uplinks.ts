import { Names, type Uplink } from '../../db/ingest/names.js'
import type { Rows } from '../../db/ingest/rows.js'
import type { Database } from '../../db/open.js'
import { formatNodeId, parseGatewayId } from '../../mesh/node-id.js'
import { parseTopic } from '../../mesh/topic.js'
import { nodeNumber } from './values.js'

/** The channels and uplinks that stand already. */
export async function loadNames(db: Database): Promise<Names> {
  return Names.of(
    await db.all('select channel_id, name from channel'),
    await db.all('select uplink_id, topic, channel_id, gateway_id, gateway_node_id from uplink'),
  )
}

/** The uplinks that receptions of MeshView came by, made where they are new. */
export class Uplinks {
  readonly #names: Names
  readonly #found = new Map<string, Uplink>()

  constructor(names: Names) {
    this.#names = names
  }

  find(topic: string, channel: string, gateway: number | null, rows: Rows): Uplink {
    const key = `${gateway} ${channel} ${topic}`
    let uplink = this.#found.get(key)
    if (uplink === undefined) {
      const gateway_id = gateway === null ? '' : gatewayText(topic, gateway)
      uplink =
        this.#names.findUplink(topic, channel, gateway_id) ??
        this.#names.addUplink(topic, channel, gateway_id, nodeNumber(gateway), rows)
      this.#found.set(key, uplink)
    }
    return uplink
  }
}

/** The gateway's text as it was sent is at the end of its topic; MeshView kept its number only. */
function gatewayText(topic: string, gateway: number): string {
  const inTopic = parseTopic(topic).gateway
  if (inTopic !== null && parseGatewayId(inTopic) === gateway) return inTopic
  return nodeNumber(gateway) === null ? `!${gateway.toString(16)}` : formatNodeId(gateway)
}
