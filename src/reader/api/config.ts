import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.js'
import type { ReaderContext } from '../context.js'
import { configAnswer } from './schemas-site.js'

/** `GET /api/config`: what clients may know of the configuration, with 3.x's types. */
export function configEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = { summary: 'Configuration', tags: ['site'], response: { 200: configAnswer } }
  app.get('/api/config', { schema }, async () => publicConfig(context.config, context.version))
}

/** Flags are the words "true" and "false", numbers of the cleanup are texts: as in 3.x. */
function publicConfig({ site, mqtt, cleanup, retention }: Config, version: string) {
  return {
    site: {
      domain: site.domain,
      language: site.language,
      title: site.title,
      message: site.message,
      starting: site.starting,
      nodes: String(site.nodes),
      chat: String(site.chat),
      everything: String(site.everything),
      graphs: String(site.graphs),
      stats: String(site.stats),
      net: String(site.net),
      map: String(site.map),
      top: String(site.top),
      map_top_left_lat: site.mapTopLeftLat,
      map_top_left_lon: site.mapTopLeftLon,
      map_bottom_right_lat: site.mapBottomRightLat,
      map_bottom_right_lon: site.mapBottomRightLon,
      map_interval: site.mapInterval,
      firehose_interval: site.firehoseInterval,
      weekly_net_message: site.weeklyNetMessage,
      net_tag: site.netTag,
      version,
    },
    mqtt: { server: mqtt.server, topics: mqtt.topics },
    cleanup: {
      enabled: String(cleanup.enabled),
      days_to_keep: String(retention.packetsDays),
      hour: String(cleanup.hour),
      minute: String(cleanup.minute),
      vacuum: String(cleanup.vacuum),
    },
  }
}
