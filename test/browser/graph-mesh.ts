import type { Database } from '../../src/db/open.js'

/** So many nodes of a middle-sized country in towns, each heard by those near it and by gateways. */
export async function buildMesh(db: Database, count: number, now_us: number): Promise<void> {
  const places = Array.from({ length: count }, (_, index) => placeOf(index))
  const roles = ['CLIENT', 'CLIENT', 'CLIENT_MUTE', 'ROUTER', 'CLIENT_BASE']
  for (const [index, [lat, long]] of places.entries()) {
    await db.run(
      `insert into node (node_id, long_name, short_name, role, hw_model, channel, last_lat, last_long,
        first_seen_us, last_seen_us) values (?, ?, ?, ?, 'RAK4631', 'LongFast', ?, ?, ?, ?)`,
      [
        ...[FIRST + index, `Node number ${index}`, shortName(index)],
        ...[roles[index % roles.length]!, Math.round(lat * 1e7), Math.round(long * 1e7)],
        ...[now_us - 9e9, now_us - (index % 40) * 6e7],
      ],
    )
  }
  for (const [from, to, snr4] of linksOf(places)) {
    await db.run(
      `insert into link (kind, from_node_id, to_node_id, count, first_seen_us, last_seen_us,
        snr_count, snr4_sum, snr4_last, snr4_min, snr4_max, rssi_count, rssi_sum)
        values (1, ?, ?, 1, ?, ?, 1, ?, ?, ?, ?, 0, 0)`,
      [FIRST + from, FIRST + to, now_us - 9e9, now_us - 6e7, snr4, snr4, snr4, snr4],
    )
  }
}

/** Four letters; some of those that are named from afar have the widest name, and the longest one. */
function shortName(index: number): string {
  if (index % 100 === 0) return 'WWWW'
  return index % 100 === 25 ? FAMILY : `N${String(index).padStart(3, '0')}`
}

/** One sign of eleven UTF-16 units. */
export const FAMILY = '👨‍👩‍👧‍👦'

const FIRST = 200_000
const TOWNS = 12
const PER_NODE = 4
/** Every so many nodes is on a hill and hears far. */
const HILLS = 25

/** Evenly mixed fractions: the same mesh every time. */
const part = (index: number, step: number) => (index * step) % 1

function placeOf(index: number): [number, number] {
  const town = index % TOWNS
  const far = 0.25 * Math.sqrt(part(index, 0.618_034))
  const angle = 2 * Math.PI * part(index, 0.754_877)
  return [
    48 + 3 * part(town, 0.569_84) + far * Math.sin(angle),
    8 + 5 * part(town, 0.754_877) + 1.5 * far * Math.cos(angle),
  ]
}

function linksOf(places: readonly (readonly [number, number])[]): [number, number, number][] {
  const links: [number, number, number][] = []
  for (const [index, [lat, long]] of places.entries()) {
    const distances = places
      .map(([otherLat, otherLong], other) => ({
        other,
        distance: Math.hypot(otherLat - lat, (otherLong - long) * 0.65),
      }))
      .filter(({ other }) => other !== index)
      .sort((one, other) => one.distance - other.distance)
    const near = distances.slice(0, PER_NODE)
    const hills = distances
      .filter(({ other }) => other % HILLS === 0)
      .slice(0, index % HILLS === 0 ? 4 : 1)
    for (const { other, distance } of [...near, ...hills]) {
      links.push([index, other, Math.round(40 - 120 * Math.min(1, distance))])
    }
  }
  return [...new Map(links.map((link) => [`${link[0]} ${link[1]}`, link])).values()]
}
