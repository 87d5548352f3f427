import type * as English from '../en/node.js'
import type { Translation } from '../phrase.js'

export const node: Translation<typeof English.node> = {
  lastHeard: 'oído por última vez {ago}',
  gateway: 'Pasarela',
  mapLabel:
    'El nodo, a quién oye y quién lo oye sin repetidor, y por dónde ha estado; las tablas dicen lo mismo',
  heardBy: 'Oído directamente por',
  hears: 'Oye directamente a',
  reports: 'Vecinos de los que informa',
  traceroutes: 'Traceroutes',
  allTraceroutes: 'todos los de este nodo',
  packets: 'Paquetes de él y para él',
  watchLive: 'ver en vivo',
  noPacket: 'No se conserva ningún paquete así.',
  newest: 'Lo más reciente',
  onMap: 'En el mapa',
}

export const nodeFacts: Translation<typeof English.nodeFacts> = {
  title: 'Nodo',
  longName: 'Nombre largo',
  shortName: 'Nombre corto',
  id: 'ID',
  hardware: 'Hardware',
  firmware: 'Firmware',
  role: 'Rol',
  channel: 'Canal',
  region: 'Región',
  preset: 'Preajuste de módem',
  licensed: 'Operador con licencia',
  yes: 'sí',
  messages: 'Mensajes',
  notMonitored: 'no se leen',
  day: 'Últimas 24 horas',
  activity: 'enviados {sent}, oído {seen} veces',
  activityGateway: 'enviados {sent}, oído {seen} veces, recibidos {received} como pasarela',
  firstHeard: 'Oído por primera vez',
  lastHeard: 'Oído por última vez',
  lastUplink: 'Último uplink',
  publicKey: 'Clave pública',
}

export const position: Translation<typeof English.position> = {
  title: 'Posición',
  none: 'No ha dicho dónde está, o solo en un canal que aquí no se lee.',
  latitude: 'Latitud',
  longitude: 'Longitud',
  altitude: 'Altitud',
  precision: 'Precisión',
  within: 'dentro de {distance} ({bits} bits)',
  satellites: 'Satélites',
  told: 'Comunicada',
  onMap: 'En un mapa',
  openApp: 'abrir en una aplicación de mapas',
  trail: {
    one: 'La última posición',
    other: 'Las últimas {count} posiciones',
  },
  allCsv: 'Todo en CSV',
  time: 'Hora',
}

export const heardTable: Translation<typeof English.heardTable> = {
  node: 'Nodo',
  lastSnr: 'Última SNR',
  meanSnr: 'SNR media',
  lastRssi: 'Último RSSI',
  times: 'Veces',
  last: 'Última vez',
  meanShort: 'media',
  timesShort: 'veces',
}

export const keyWarning: Translation<typeof English.keyWarning> = {
  title: {
    one: 'Este nodo ha anunciado {count} clave pública',
    other: 'Este nodo ha anunciado {count} claves públicas',
  },
  text: 'Puede que se haya reinstalado, o que otro use su número. Conviene comparar la clave antes de fiarse de un mensaje directo.',
  period: 'del {first} al {last}',
}

export const contact: Translation<typeof English.contact> = {
  title: 'Añadir como contacto',
  qr: 'Código QR: {name} como contacto de Meshtastic',
  scan: 'Escanearlo con la aplicación Meshtastic o {link|abrirlo en este dispositivo}.',
  keyUnknown: 'No se conoce su clave pública: los mensajes para él no son privados.',
  address: 'Dirección del contacto',
}

export const nodeCharts: Translation<typeof English.nodeCharts> = {
  title: 'A lo largo del tiempo',
  nothing: 'No se midió nada en este periodo. Uno más largo puede tener más.',
  directSnr: 'Oído directamente: SNR',
  directNote: 'Por pasarela que lo oyó sin repetidor.',
  directRssi: 'Oído directamente: RSSI',
  neighbours: 'Sus vecinos: SNR',
  neighboursNote: 'Tal como los oye, según sus propios informes.',
  packetsPerDay: 'Paquetes por día',
  packetsPerHour: 'Paquetes por hora',
}
