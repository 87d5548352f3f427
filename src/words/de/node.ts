import type * as English from '../en/node.js'
import type { Translation } from '../phrase.js'

export const node: Translation<typeof English.node> = {
  lastHeard: 'zuletzt gehört {ago}',
  gateway: 'Gateway',
  mapLabel:
    'Der Knoten, wen er ohne Relais hört und wer ihn, und wo er war; Tabellen sagen dasselbe',
  heardBy: 'Direkt gehört von',
  hears: 'Hört direkt',
  reports: 'Meldet als Nachbarn',
  traceroutes: 'Traceroutes',
  allTraceroutes: 'alle mit diesem Knoten',
  packets: 'Pakete von ihm und an ihn',
  watchLive: 'live verfolgen',
  noPacket: 'Kein solches Paket ist gespeichert.',
  newest: 'Neueste',
  onMap: 'Auf der Karte',
}

export const nodeFacts: Translation<typeof English.nodeFacts> = {
  title: 'Knoten',
  longName: 'Langer Name',
  shortName: 'Kurzname',
  id: 'ID',
  hardware: 'Hardware',
  firmware: 'Firmware',
  role: 'Rolle',
  channel: 'Kanal',
  region: 'Region',
  preset: 'Modem-Preset',
  licensed: 'Lizenzierter Funkamateur',
  yes: 'ja',
  messages: 'Nachrichten',
  notMonitored: 'werden nicht gelesen',
  day: 'Letzte 24 Stunden',
  activity: '{sent} gesendet, {seen}-mal gehört',
  activityGateway: '{sent} gesendet, {seen}-mal gehört, {received} als Gateway empfangen',
  firstHeard: 'Zuerst gehört',
  lastHeard: 'Zuletzt gehört',
  lastUplink: 'Letzter Uplink',
  publicKey: 'Öffentlicher Schlüssel',
}

export const position: Translation<typeof English.position> = {
  title: 'Position',
  none: 'Der Knoten hat nicht gemeldet, wo er ist, oder nur auf einem Kanal, der hier nicht gelesen wird.',
  latitude: 'Breite',
  longitude: 'Länge',
  altitude: 'Höhe',
  precision: 'Genauigkeit',
  within: 'auf {distance} ({bits} Bit)',
  satellites: 'Satelliten',
  told: 'Gemeldet',
  onMap: 'Auf einer Karte',
  openApp: 'in einer Karten-App öffnen',
  trail: {
    one: 'Die letzte Position',
    other: 'Die letzten {count} Positionen',
  },
  allCsv: 'Alles als CSV',
  time: 'Zeit',
}

export const heardTable: Translation<typeof English.heardTable> = {
  node: 'Knoten',
  lastSnr: 'Letztes SNR',
  meanSnr: 'Mittleres SNR',
  lastRssi: 'Letzter RSSI',
  times: 'Anzahl',
  last: 'Zuletzt',
  meanShort: 'Mittel',
  timesShort: 'Anzahl',
}

export const keyWarning: Translation<typeof English.keyWarning> = {
  title: {
    one: 'Dieser Knoten hat {count} öffentlichen Schlüssel bekannt gegeben',
    other: 'Dieser Knoten hat {count} öffentliche Schlüssel bekannt gegeben',
  },
  text: 'Vielleicht wurde er neu eingerichtet, oder jemand anderes benutzt seine Nummer. Bevor man einer Direktnachricht traut, den Schlüssel vergleichen.',
  period: 'von {first} bis {last}',
}

export const contact: Translation<typeof English.contact> = {
  title: 'Als Kontakt hinzufügen',
  qr: 'QR-Code: {name} als Meshtastic-Kontakt',
  scan: 'Mit der Meshtastic-App scannen oder {link|auf diesem Gerät öffnen}.',
  keyUnknown:
    'Sein öffentlicher Schlüssel ist nicht bekannt: Nachrichten an ihn sind nicht privat.',
  address: 'Adresse des Kontakts',
}

export const nodeCharts: Translation<typeof English.nodeCharts> = {
  title: 'Im Zeitverlauf',
  nothing: 'In diesem Zeitraum wurde nichts gemessen. Ein längerer hat vielleicht mehr.',
  directSnr: 'Direkt gehört: SNR',
  directNote: 'Je Gateway, das ihn ohne Relais gehört hat.',
  directRssi: 'Direkt gehört: RSSI',
  neighbours: 'Seine Nachbarn: SNR',
  neighboursNote: 'Wie er sie hört, nach eigenen Berichten.',
  packetsPerDay: 'Pakete pro Tag',
  packetsPerHour: 'Pakete pro Stunde',
}
