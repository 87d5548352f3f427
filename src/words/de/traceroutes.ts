import type * as English from '../en/traceroutes.js'
import type { Translation } from '../phrase.js'

export const traceroutes: Translation<typeof English.traceroutes> = {
  back: 'zurück',
  title: 'Traceroutes',
  about: 'Die Wege der Pakete, mit dem Signal jedes Abschnitts',
  asker: 'Gestartet von',
  target: 'Ziel',
  node: 'Knoten, am Ende oder unterwegs',
  none: 'Noch kein Traceroute gehört.',
  noneOfNode: 'Kein Traceroute mit diesem Knoten gehört.',
  several: 'Mehrere Knoten heißen „{name}“; nötig ist eine ID wie {id}.',
  way: 'Hin- und Rückweg',
  outcome: 'Ergebnis',
  arrivedNoReply: 'angekommen, keine Antwort gehört',
  noReply: 'keine Antwort gehört',
  direct: 'direkt',
  relays: {
    one: '{count} Relais',
    other: '{count} Relais',
  },
  newest: 'Neueste',
}

export const traceroute: Translation<typeof English.traceroute> = {
  title: 'Traceroute',
  titleOf: 'Traceroute {from} → {to}',
  about: 'Traceroute {id}, {time}',
  mapLabel: 'Hin- und Rückweg; beide stehen unten Hop für Hop',
  wayThere: 'Der Hinweg',
  wayBack: 'Der Rückweg',
  noReply: 'Keine Antwort gehört.',
  replyWithoutWay: 'Die Antwort wurde gehört, sagt aber nichts über ihren Weg.',
  requestNotHeard: 'die Anfrage wurde nicht gehört',
  requestPacket: 'Anfragepaket',
  replyPacket: 'Antwortpaket',
  noCopies: 'Keine Kopie eines Gateways ist mehr gespeichert.',
  gatewaysHeard: 'Was die Gateways gehört haben',
  gateway: 'Gateway',
  heardThe: 'Hörte',
  after: 'Nach',
  wayUntil: 'Weg bis dorthin',
  reply: 'Antwort',
  request: 'Anfrage',
  notUnderstood: 'nicht verstanden ({reason})',
  unknownNode: 'unbekannter Knoten',
  unknownNodeTitle: 'Ein Knoten, der seinen Namen nicht genannt hat',
  to: 'nach',
  notArrived: 'Ankunft nicht bekannt',
  snrUnknown: 'SNR unbekannt',
  notFurther: 'weiter nicht gehört',
}

export const receptions: Translation<typeof English.receptions> = {
  gateway: 'Gateway',
  snr: 'SNR',
  rssi: 'RSSI',
  distance: 'Entfernung',
  hops: 'Hops',
  relayedBy: 'Weitergegeben von',
  channel: 'Kanal',
  after: 'Nach',
  sentByGateway: 'Vom Gateway gesendet',
  byMqtt: 'Über MQTT',
  hopsUnknown: 'Zahl der Hops unbekannt',
  direct: 'Direkt',
  hopCount: {
    one: '{count} Hop',
    other: '{count} Hops',
  },
  relayTitle: 'Die letzten beiden Ziffern der ID des Knotens, der es weitergab',
  inferred: 'vermutlich',
  inferredTitle: 'Erschlossen: Das Gateway hört diese Knoten direkt, und ihre ID endet so',
  unknown: 'unbekannt',
  ofHops: 'von {count}',
}

export const packetChoice: Translation<typeof English.packetChoice> = {
  title: {
    one: '{count} Paket hat diese ID',
    other: '{count} Pakete haben diese ID',
  },
  text: 'IDs wählen die Absender, und sie kommen wieder vor. Welches ist gemeint?',
  open: 'Öffnen',
}
