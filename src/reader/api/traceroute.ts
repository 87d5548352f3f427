import type { FastifyInstance } from 'fastify'
import { findPacketsById } from '../../db/read/packets.js'
import { type Hop, mergeRoutes } from '../../mesh/traceroute.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { findCounterparts, readCopies, type TracerouteCopy } from '../traceroute-copies.js'
import { nodeIdOf, packetIdOf } from './params.js'
import { packetPath } from './schema-parts.js'
import { tracerouteAnswer, tracerouteQuery } from './schemas-mesh.js'

/**
 * `GET /api/traceroute/{packet_id}`: the copies of this packet, and the ways there and back that
 * it and its request or replies tell together.
 */
export function tracerouteEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'A traceroute',
    tags: ['links'],
    params: packetPath,
    querystring: tracerouteQuery,
    response: { 200: tracerouteAnswer },
  }
  app.get<{ Params: { packet_id: string } }>(
    '/api/traceroute/:packet_id',
    { schema },
    async ({ params, query }) => {
      const id = packetIdOf(params.packet_id, 'Invalid packet_id')
      const sender = nodeIdOf(query, 'from_node_id', 'from_node_id must be a node id')
      const packets = await findPacketsById(context.db, id)
      const packet = packets.find((each) => sender === undefined || each.from_node_id === sender)
      if (packet === undefined) throw new HttpError(404, 'Packet not found')
      const copies = await readCopies(context.db, packet)
      const joined = [...copies]
      for (const other of await findCounterparts(context.db, packet)) {
        joined.push(...(await readCopies(context.db, other)))
      }
      const { id: packet_id, from_node_id: from, to_node_id: to, channel } = packet
      return { packet: { id: packet_id, from, to, channel }, ...describeCopies(copies, joined) }
    },
  )
}

function describeCopies(copies: readonly TracerouteCopy[], joined: readonly TracerouteCopy[]) {
  const merged = mergeRoutes(joined.map((copy) => copy.route))
  const reached = joined.filter((copy) => copy.route.reached)
  const returned = joined.filter((copy) => copy.route.complete && copy.route.back.length > 0)
  return {
    traceroute_packets: copies.map(({ row, discovery }, index) => ({
      index,
      gateway_node_id: row.gateway_node_id,
      done: row.done,
      forward_hops: discovery.route,
      reverse_hops: discovery.route_back,
    })),
    unique_forward_paths: countPaths(copies.map((copy) => copy.discovery.route)),
    unique_reverse_paths: countPaths(copies.map((copy) => copy.discovery.route_back)).map(
      ({ path }) => path,
    ),
    winning_paths: {
      forward: countPaths(reached.map((copy) => nodesOf(copy.route.towards))).map((p) => p.path),
      reverse: countPaths(returned.map((copy) => nodesOf(copy.route.back))).map((p) => p.path),
    },
    complete: merged.complete,
    towards: merged.towards.map(hopItem),
    back: merged.back.map(hopItem),
  }
}

/** Different paths that are not empty, with how often each was told. */
function countPaths(paths: readonly number[][]): { path: number[]; count: number }[] {
  const counts = new Map<string, { path: number[]; count: number }>()
  for (const path of paths) {
    if (path.length === 0) continue
    const known = counts.get(path.join())
    if (known === undefined) counts.set(path.join(), { path, count: 1 })
    else known.count++
  }
  return [...counts.values()]
}

function nodesOf(hops: readonly Hop[]): number[] {
  return hops.map((hop) => hop.node_id)
}

function hopItem({ node_id, snr4 }: Hop) {
  return { node_id, snr: snr4 === null ? null : snr4 / 4 }
}
