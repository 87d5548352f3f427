import { splitMqttServer } from './kinds-place.js'
import type { Config } from './shape.js'

/**
 * Rules between keys, after each has been read on its own. Fills in what follows from other keys:
 * `mqtt.server` becomes the bare host ('' = the built-in broker), `mqtt.port` and `mqtt.tls` what
 * is to be used. Adds to `errors` and `warnings`.
 */
export function settle(config: Config, errors: string[], warnings: string[]): void {
  settleMqtt(config, errors, warnings)
  settleBroker(config, errors)
  settleSite(config, warnings)
}

function settleMqtt({ mqtt }: Config, errors: string[], warnings: string[]): void {
  const address = splitMqttServer(mqtt.server)
  if (address.tls === false && mqtt.tls) {
    errors.push('[mqtt] tls = true contradicts [mqtt] server, which begins with mqtt://')
  }
  if (address.port !== null && mqtt.port !== 0 && address.port !== mqtt.port) {
    errors.push(
      `[mqtt] port = ${mqtt.port} contradicts [mqtt] server, which ends with :${address.port}`,
    )
  }
  mqtt.server = address.host
  mqtt.tls = address.tls ?? mqtt.tls
  mqtt.port = address.port ?? (mqtt.port || (mqtt.tls ? 8883 : 1883))

  if (!mqtt.cleanSession && mqtt.clientId === '') {
    errors.push('[mqtt] clean_session = false needs a name for this client: [mqtt] client_id')
  }
  if (mqtt.password !== '' && mqtt.username === '') {
    warnings.push('[mqtt] password is not used without [mqtt] username')
  }
  if (mqtt.caFile !== '' && !mqtt.tls) {
    warnings.push('[mqtt] ca_file has no effect without [mqtt] tls = true')
  }
  if (mqtt.server === '' && mqtt.tls) {
    warnings.push('[mqtt] tls has no effect on the built-in broker; name a broker in [mqtt] server')
  }
}

function settleBroker({ broker, mqtt, server }: Config, errors: string[]): void {
  if (mqtt.server !== '') return
  if (broker.password !== '' && broker.username === '') {
    errors.push('[broker] password is given without [broker] username')
  }
  if (broker.username !== '' && broker.password === '') {
    errors.push('[broker] username is given without [broker] password')
  }
  if (broker.port === server.port && broker.port !== 0) {
    errors.push(`[broker] port and [server] port are both ${server.port}; they must differ`)
  }
}

function settleSite({ site }: Config, warnings: string[]): void {
  if (site.mapTopLeftLat <= site.mapBottomRightLat) {
    warnings.push('[site] map_top_left_lat is not north of [site] map_bottom_right_lat')
  }
}
