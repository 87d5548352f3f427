import type { Database } from '../open.js'
import { addCounters, insertMalformed, notifyReaders } from '../write/bookkeeping.js'
import { upsertLinks } from '../write/links.js'
import { insertChannels, insertUplinks } from '../write/names.js'
import { upsertNodes, upsertPublicKeys } from '../write/nodes.js'
import { decryptPacket, insertPackets, insertReceptions } from '../write/packets.js'
import {
  insertPositions,
  insertTelemetry,
  insertTexts,
  insertTextTokens,
} from '../write/projections.js'
import { addGatewayHours, addNodeHours, addTrafficHours } from '../write/rollups.js'
import { upsertHops, upsertRoutes } from '../write/traceroutes.js'
import type { Rows } from './rows.js'

/** Writes everything that a batch made, in one transaction. */
export async function storeRows(db: Database, rows: Rows): Promise<void> {
  await db.transaction(async (tx) => {
    await insertChannels(tx, rows.channels)
    await insertUplinks(tx, rows.uplinks)
    await insertPackets(tx, rows.packets)
    for (const packet of rows.decrypted) await decryptPacket(tx, packet)
    await insertReceptions(tx, rows.receptions)
    await insertTexts(tx, rows.texts)
    await insertTextTokens(tx, rows.textTokens)
    await insertPositions(tx, rows.positions)
    await insertTelemetry(tx, rows.telemetry)
    await upsertRoutes(tx, [...rows.routes.values()])
    await upsertHops(tx, [...rows.hops.values()])
    await upsertNodes(tx, rows.nodes.values())
    await upsertPublicKeys(tx, [...rows.publicKeys.values()])
    await upsertLinks(tx, rows.links.values())
    await addTrafficHours(tx, [...rows.trafficHours.values()])
    await addNodeHours(tx, [...rows.nodeHours.values()])
    await addGatewayHours(tx, [...rows.gatewayHours.values()])
    await insertMalformed(tx, rows.malformed)
    await addCounters(tx, rows.counters)
    if (rows.packets.length > 0) await notifyReaders(tx, rows.lastPacketKey)
  })
}
