import type { Table } from '../table.js'

/**
 * One gateway's copy of a traceroute packet. The route grows on its way through the mesh,
 * so, unlike other packets, every copy says something else. `done`: the copy is of a reply.
 */
export const traceroute: Table = {
  name: 'traceroute',
  withoutRowid: true,
  columns: {
    packet_key: { type: 'bigint', primary: true },
    uplink_id: { type: 'int', primary: true },
    import_time_us: { type: 'bigint' },
    done: { type: 'bool' },
    route: { type: 'bytes' },
  },
}

/**
 * The hops of a traceroute packet, the longest copy of each direction. `direction` 0 runs from
 * the node that asked towards the one it asked for, 1 back again; `hop` 0 is where it starts.
 * `node_id` 4294967295 is a hop that would not say its name. `snr4` is dB × 4 at which this
 * node heard the one before, null where unknown.
 */
export const tracerouteHop: Table = {
  name: 'traceroute_hop',
  withoutRowid: true,
  columns: {
    packet_key: { type: 'bigint', primary: true },
    direction: { type: 'int', primary: true },
    hop: { type: 'int', primary: true },
    node_id: { type: 'bigint' },
    snr4: { type: 'int', nullable: true },
  },
  indices: { traceroute_hop_node: { columns: ['node_id', 'packet_key'] } },
}
