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
import { cutHops, upsertHops, upsertRoutes } from '../write/traceroutes.js'
import { type Rows, takeLists } from './rows.js'

/** Writes everything that a batch made, in one transaction. */
export async function storeRows(db: Database, rows: Rows): Promise<void> {
  await db.transaction(async (tx) => {
    await storeLists(tx, rows)
    await storeSums(tx, rows)
  })
}

/** Writes what is never asked for again while the batch lasts, and forgets it. */
export async function storeLists(tx: Database, rows: Rows): Promise<void> {
  const lists = takeLists(rows)
  await insertChannels(tx, lists.channels)
  await insertUplinks(tx, lists.uplinks)
  await insertPackets(tx, lists.packets)
  for (const packet of lists.decrypted) await decryptPacket(tx, packet)
  await insertReceptions(tx, lists.receptions)
  await insertTexts(tx, lists.texts)
  await insertTextTokens(tx, lists.textTokens)
  await insertPositions(tx, lists.positions)
  await insertTelemetry(tx, lists.telemetry)
  await upsertRoutes(tx, [...lists.routes.values()])
  await cutHops(tx, lists.hopCuts)
  await upsertHops(tx, [...lists.hops.values()])
  await insertMalformed(tx, lists.malformed)
}

/** Writes what every message of the batch adds to; once, at its end. */
export async function storeSums(tx: Database, rows: Rows): Promise<void> {
  await upsertNodes(tx, rows.nodes.values())
  await upsertPublicKeys(tx, [...rows.publicKeys.values()])
  await upsertLinks(tx, rows.links.values())
  await addTrafficHours(tx, [...rows.trafficHours.values()])
  await addNodeHours(tx, [...rows.nodeHours.values()])
  await addGatewayHours(tx, [...rows.gatewayHours.values()])
  await addCounters(tx, rows.counters)
  if (rows.lastPacketKey > 0) await notifyReaders(tx, rows.lastPacketKey)
}
