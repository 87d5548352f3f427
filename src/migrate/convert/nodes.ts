import type { Database } from '../../db/open.js'
import type { NodePatch } from '../../db/write/nodes.js'
import { parseNodeId } from '../../mesh/node-id.js'
import { validPosition } from '../../mesh/payloads/position.js'
import type { Source } from './source.js'
import { int32, microseconds, nodeNumber, textOrNull } from './values.js'
import { writeNodes } from './write.js'

interface OldNode {
  id: string
  node_id: number | null
  long_name: string | null
  short_name: string | null
  hw_model: string | null
  firmware: string | null
  role: string | null
  last_lat: number | null
  last_long: number | null
  channel: string | null
  is_mqtt_gateway: boolean | number | null
  first_seen_us: number | null
  last_seen_us: number | null
}

/**
 * Converts the nodes whose times are known: before any packet, so that what packets say of a
 * node is laid over what MeshView had noted of it. Returns how many rows it took.
 */
export async function convertNodes(db: Database, source: Source): Promise<number> {
  return convertWhere(db, source, 'last_seen_us is not null', 0)
}

/**
 * Converts the nodes that have no time, after all packets: their packets know it, and where
 * there are none, `oldest_us` stands for it. What packets said of them stays.
 */
export async function convertTimelessNodes(
  db: Database,
  source: Source,
  oldest_us: number,
): Promise<number> {
  return convertWhere(db, source, 'last_seen_us is null', oldest_us)
}

function convertWhere(
  db: Database,
  source: Source,
  condition: string,
  oldest_us: number,
): Promise<number> {
  if (!source.tables.has('node')) return Promise.resolve(0)
  return db.transaction(async (tx) => {
    const rows = await tx.all<OldNode>(
      `select id, node_id, long_name, short_name, hw_model, firmware, role, last_lat, last_long,
              channel, is_mqtt_gateway, first_seen_us, last_seen_us
       from v3_node where ${condition} order by node_id, id`,
    )
    const patches = new Map<number, NodePatch>()
    for (const row of rows) {
      const node_id = nodeNumber(row.node_id) ?? parseNodeId(String(row.id))
      if (node_id === null) continue
      const known = patches.get(node_id) ?? (await findNode(tx, node_id))
      patches.set(node_id, merged(node_id, row, known, oldest_us))
      await tx.run('delete from v3_node where id = ?', [row.id])
    }
    await writeNodes(tx, patches.values())
    return patches.size
  })
}

function findNode(tx: Database, node_id: number): Promise<NodePatch | undefined> {
  return tx.get<NodePatch>('select * from node where node_id = ?', [node_id])
}

/** What `known` does not say is taken from the old row. */
function merged(
  node_id: number,
  old: OldNode,
  known: NodePatch | undefined,
  oldest_us: number,
): NodePatch {
  const seen = microseconds(old.last_seen_us) ?? known?.last_seen_us ?? oldest_us
  const wasGateway = old.is_mqtt_gateway === true || old.is_mqtt_gateway === 1
  return {
    node_id,
    long_name: known?.long_name ?? textOrNull(old.long_name),
    short_name: known?.short_name ?? textOrNull(old.short_name),
    hw_model: known?.hw_model ?? textOrNull(old.hw_model),
    firmware: known?.firmware ?? textOrNull(old.firmware),
    role: known?.role ?? textOrNull(old.role),
    channel: known?.channel ?? textOrNull(old.channel),
    ...placeOf(old, known, seen),
    is_licensed: known?.is_licensed ?? null,
    is_unmessagable: known?.is_unmessagable ?? null,
    public_key: known?.public_key ?? null,
    region: known?.region ?? null,
    modem_preset: known?.modem_preset ?? null,
    first_seen_us: microseconds(old.first_seen_us) ?? known?.first_seen_us ?? seen,
    last_seen_us: seen,
    nodeinfo_us: known?.nodeinfo_us ?? null,
    gateway_seen_us: known?.gateway_seen_us ?? (wasGateway ? seen : null),
  }
}

/**
 * MeshView kept no time of a position, and changed `last_seen_us` with each: the position is
 * taken to be as old as that, so that only later ones replace it.
 */
function placeOf(
  old: OldNode,
  known: NodePatch | undefined,
  seen: number,
): Pick<NodePatch, 'last_lat' | 'last_long' | 'altitude' | 'precision_bits' | 'position_us'> {
  const isValid = validPosition(old.last_lat, old.last_long) !== null
  if (isValid && (known?.position_us ?? null) === null) {
    return {
      last_lat: int32(old.last_lat),
      last_long: int32(old.last_long),
      altitude: null,
      precision_bits: null,
      position_us: seen,
    }
  }
  return {
    last_lat: known?.last_lat ?? null,
    last_long: known?.last_long ?? null,
    altitude: known?.altitude ?? null,
    precision_bits: known?.precision_bits ?? null,
    position_us: known?.position_us ?? null,
  }
}

/** Altitude and precision of positions that MeshView kept without, from the packet that told them. */
export async function completePlaces(db: Database): Promise<void> {
  const ofPacket = (column: string) =>
    `(select p.${column} from position p
      where p.node_id = node.node_id and p.latitude_i = node.last_lat and p.longitude_i = node.last_long
      order by p.packet_key desc limit 1)`
  await db.run(
    `update node set altitude = ${ofPacket('altitude')}, precision_bits = ${ofPacket('precision_bits')}
     where altitude is null and precision_bits is null and last_lat is not null`,
  )
}
