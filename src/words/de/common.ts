import type * as English from '../en/common.js'
import type { Translation } from '../phrase.js'

export const common: Translation<typeof English.common> = {
  show: 'Anzeigen',
  clear: 'Zurücksetzen',
  pages: 'Seiten',
  previous: 'Zurück',
  next: 'Weiter',
  newer: 'Neuere',
  older: 'Ältere',
  csv: 'CSV',
  yes: 'ja',
  no: 'nein',
  none: 'keine',
  empty: 'leer',
  externalPower: 'externe Versorgung',
  longerTime: 'Längeren Zeitraum zeigen',
  any: 'Beliebig',
}

export const names: Translation<typeof English.names> = {
  everyone: 'alle',
  mqttOnly: 'nur MQTT',
  mqttOnlyTitle: 'Alle, die nicht über Funk erreicht werden',
  encrypted: 'Verschlüsselt',
  port: 'Port {number}',
}

export const live: Translation<typeof English.live> = {
  connecting: 'Verbindet',
  live: 'Live',
  paused: 'Angehalten',
  reconnecting: 'Verbindet neu',
  pause: 'Anhalten',
  waiting: {
    one: '{count} neu',
    other: '{count} neu',
  },
  manyWaiting: 'Viele neue: laden',
}

export const packetRow: Translation<typeof English.packetRow> = {
  time: 'Zeit',
  from: 'Von',
  to: 'An',
  type: 'Typ',
  says: 'Inhalt',
  channel: 'Kanal',
  heardBy: 'Gehört von',
  heardByTitle: 'Gateways, die es gehört haben',
  packet: 'Paket',
  gatewaysShort: 'Gw.',
  soFar: 'Bis jetzt; die Seite des Pakets zählt weiter',
  noId: 'ohne ID',
  fields: 'Felder',
}

export const ports: Translation<typeof English.ports> = {
  0: 'Unbekannt',
  1: 'Text',
  2: 'Fernsteuerung',
  3: 'Position',
  4: 'Knoteninfo',
  5: 'Routing',
  6: 'Verwaltung',
  7: 'Text (komprimiert)',
  8: 'Wegpunkt',
  9: 'Audio',
  10: 'Meldesensor',
  11: 'Alarm',
  12: 'Schlüsselprüfung',
  32: 'Antwort',
  33: 'IP-Tunnel',
  34: 'Paxcounter',
  35: 'Store Forward++',
  36: 'Knotenstatus',
  64: 'Seriell',
  65: 'Store & Forward',
  66: 'Reichweitentest',
  67: 'Telemetrie',
  68: 'ZPS',
  69: 'Simulator',
  70: 'Traceroute',
  71: 'Nachbarn',
  72: 'ATAK',
  73: 'Kartenmeldung',
  74: 'Strommessung',
  76: 'Reticulum-Tunnel',
  77: 'Cayenne',
  256: 'Privat',
  257: 'ATAK Forwarder',
}
