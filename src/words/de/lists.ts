import type * as English from '../en/lists.js'
import type { Translation } from '../phrase.js'

export const filters: Translation<typeof English.filters> = {
  title: 'Filter',
  active: {
    one: '{count} aktiv',
    other: '{count} aktiv',
  },
  type: 'Typ',
  allTypes: 'Alle Typen',
  channel: 'Kanal',
  allChannels: 'Alle Kanäle',
  role: 'Rolle',
  allRoles: 'Alle Rollen',
  hardware: 'Hardware',
  allHardware: 'Alle Hardware',
  firmware: 'Firmware',
  allFirmware: 'Jede Firmware',
  nodeEitherEnd: 'Knoten, an einem der Enden',
  nameOrId: 'Name oder !ID',
  search: 'Suche',
  heard: 'Gehört',
  sortBy: 'Sortieren nach',
  heardBy: 'Gehört von',
  heardDirectlyBy: 'Direkt gehört von',
  anyGateway: 'Beliebiges Gateway',
  since: 'Von',
  until: 'Bis',
}

export const candidates: Translation<typeof English.candidates> = {
  nobody: 'Kein Knoten heißt „{name}“.',
  several: 'Mehrere Knoten passen zu „{name}“',
  packets: 'seine Pakete',
}

export const firehose: Translation<typeof English.firehose> = {
  title: 'Pakete',
  about: 'Alles, was gehört wurde, Neuestes zuerst',
  csvTitle: 'Diese Pakete als CSV',
  none: 'Kein Paket passt. Neue erscheinen hier, sobald sie eintreffen.',
  newest: 'Neueste',
  bounded: '{count} Empfänge dieses Gateways wurden durchgesehen.',
  furtherBack: 'Weiter zurück suchen',
}

export const nodelist: Translation<typeof English.nodelist> = {
  title: 'Knoten',
  count: {
    one: '{count} Knoten',
    other: '{count} Knoten',
  },
  none: 'Kein Knoten passt.',
  csvTitle: 'Diese Knoten als CSV',
  gatewaysOnly: 'Nur Gateways',
  favourites: 'Favoriten',
  favourite: 'Favorit',
  all: 'Alle Knoten',
  gateway: 'Gateway',
  columns: {
    long_name: 'Knoten',
    node_id: 'ID',
    hw_model: 'Hardware',
    firmware: 'Firmware',
    role: 'Rolle',
    channel: 'Kanal',
    last_seen_us: 'Zuletzt gehört',
  },
  position: 'Position',
  range: '{first}–{last} von {total}',
  countIn: '{nodes} · {period}',
}

export const periods: Translation<typeof English.periods> = {
  '1h': 'letzte Stunde',
  '1d': 'letzte 24 Stunden',
  '3d': 'letzte 3 Tage',
  '7d': 'letzte 7 Tage',
  '30d': 'letzte 30 Tage',
  all: 'jemals',
  '6h': 'letzte 6 Stunden',
}

export const lengths: Translation<typeof English.lengths> = {
  '1h': '1 Stunde',
  '6h': '6 Stunden',
  '24h': '24 Stunden',
  '3d': '3 Tage',
  '7d': '7 Tage',
  '14d': '14 Tage',
  '30d': '30 Tage',
  '90d': '90 Tage',
  '1y': '1 Jahr',
  all: 'Alles',
  period: 'Zeitraum',
}
