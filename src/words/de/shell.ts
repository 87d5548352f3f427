import type * as English from '../en/shell.js'
import type { Translation } from '../phrase.js'

export const units: Translation<typeof English.units> = {
  now: 'jetzt',
  justNow: 'gerade eben',
  ago: 'vor {age}',
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'd',
  byte: 'B',
  kilo: 'k',
  mega: 'M',
  giga: 'G',
  tera: 'T',
  metre: 'm',
  kilometre: 'km',
  foot: 'ft',
  mile: 'mi',
  millisecond: 'ms',
  bit: 'Bit',
}

export const symbols: Translation<typeof English.symbols> = {
  V: 'V',
  mA: 'mA',
  lx: 'lx',
  'm/s': 'm/s',
  'km/h': 'km/h',
  mph: 'mph',
  mm: 'mm',
  in: 'Zoll',
  hPa: 'hPa',
  inHg: 'inHg',
  kg: 'kg',
  lb: 'lb',
  µm: 'µm',
  'µg/m³': 'µg/m³',
  '1/0.1 l': 'pro 0,1 l',
  '1/min': 'pro min',
  MΩ: 'MΩ',
  'µR/h': 'µR/h',
  dB: 'dB',
  dBm: 'dBm',
}

export const shell: Translation<typeof English.shell> = {
  skip: 'Zum Inhalt springen',
  mainMenu: 'Hauptmenü',
  theme: 'Hell oder dunkel',
  search: 'Suchen',
  searchLabel: 'Knoten, Pakete und Nachrichten suchen',
  about: 'Über',
  status: 'Status',
  api: 'API',
  utc: 'Zeiten in UTC',
  language: 'Sprache',
}

export const menu: Translation<typeof English.menu> = {
  map: 'Karte',
  nodes: 'Knoten',
  chat: 'Chat',
  packets: 'Pakete',
  traceroutes: 'Traceroutes',
  graph: 'Graph',
  stats: 'Statistik',
  top: 'Top',
  net: 'Runde',
}

export const errors: Translation<typeof English.errors> = {
  titles: {
    400: 'Das ist nicht zu verstehen',
    404: 'Diese Seite gibt es nicht',
    429: 'Zu viele Anfragen',
    500: 'Etwas ist schiefgegangen',
    503: 'Noch nicht bereit',
  },
  refused: 'Das geht nicht',
  says: 'Der Server sagt: {message}',
  nothingHere: 'Unter dieser Adresse gibt es nichts',
  tooMany:
    'In einer Minute wurde mehr abgerufen, als jemand lesen kann. Bitte einen Moment warten.',
  ours: 'Der Fehler liegt bei uns; das Protokoll des Servers nennt ihn.',
  firstPage: 'Zur Startseite',
  noPacketId: 'Das ist keine Paket-ID',
  packetIdText: 'Eine Paket-ID ist eine Zahl mit 32 Bit.',
  noSuchPacket: 'Kein solches Paket',
  noSuchPacketText:
    'Ein Paket mit der ID {id} ist nicht bekannt. Alte Pakete werden nach einer Weile gelöscht.',
  noSuchTraceroute: 'Kein solcher Traceroute',
  noSuchTracerouteText:
    'Ein Traceroute mit der ID {id} ist nicht bekannt. Alte Pakete werden nach einer Weile gelöscht.',
  noNodeId: 'Das ist keine Knoten-ID',
  nodeIdText: 'Eine Knoten-ID ist eine Zahl mit 32 Bit: dezimal, 0x… oder !….',
  noSuchNode: 'Kein solcher Knoten',
  noSuchNodeText:
    'Von {id} wurde nie etwas gehört, oder es ist so lange her, dass es vergessen ist.',
}
