import type * as English from '../en/traceroutes.js'
import type { Translation } from '../phrase.js'

export const traceroutes: Translation<typeof English.traceroutes> = {
  back: 'vuelta',
  title: 'Traceroutes',
  about: 'Los recorridos de los paquetes, con la señal de cada tramo',
  asker: 'Origen',
  target: 'Destino',
  node: 'Nodo, en un extremo o en el camino',
  none: 'Aún no se ha oído ningún traceroute.',
  noneOfNode: 'No se ha oído ningún traceroute con este nodo.',
  several: 'Varios nodos se llaman «{name}»; se necesita un ID como {id}.',
  way: 'Ida y vuelta',
  outcome: 'Resultado',
  arrivedNoReply: 'llegó, sin respuesta oída',
  noReply: 'sin respuesta oída',
  direct: 'directo',
  relays: {
    one: '{count} repetidor',
    other: '{count} repetidores',
  },
  newest: 'Lo más reciente',
}

export const traceroute: Translation<typeof English.traceroute> = {
  title: 'Traceroute',
  titleOf: 'Traceroute {from} → {to}',
  about: 'Traceroute {id}, {time}',
  mapLabel: 'La ida y la vuelta; ambas se describen salto a salto más abajo',
  wayThere: 'La ida',
  wayBack: 'La vuelta',
  noReply: 'No se ha oído respuesta.',
  replyWithoutWay: 'La respuesta se oyó, pero no dice nada de su recorrido.',
  requestNotHeard: 'la petición no se oyó',
  requestPacket: 'paquete de petición',
  replyPacket: 'paquete de respuesta',
  noCopies: 'Ya no se conserva ninguna copia de las pasarelas.',
  gatewaysHeard: 'Lo que oyeron las pasarelas',
  gateway: 'Pasarela',
  heardThe: 'Oyó la',
  after: 'Tras',
  wayUntil: 'Recorrido hasta ahí',
  reply: 'respuesta',
  request: 'petición',
  notUnderstood: 'no se entiende ({reason})',
  unknownNode: 'nodo desconocido',
  unknownNodeTitle: 'Un nodo que no dijo su nombre',
  to: 'a',
  notArrived: 'No se sabe si llegó',
  snrUnknown: 'SNR desconocida',
  notFurther: 'no se oyó más allá',
}

export const receptions: Translation<typeof English.receptions> = {
  gateway: 'Pasarela',
  snr: 'SNR',
  rssi: 'RSSI',
  distance: 'Distancia',
  hops: 'Saltos',
  relayedBy: 'Reenviado por',
  channel: 'Canal',
  after: 'Tras',
  sentByGateway: 'Enviado por la pasarela',
  byMqtt: 'A través de MQTT',
  hopsUnknown: 'Número de saltos desconocido',
  direct: 'Directo',
  hopCount: {
    one: '{count} salto',
    other: '{count} saltos',
  },
  relayTitle: 'Últimos dos dígitos del ID del nodo que lo reenvió',
  inferred: 'probablemente',
  inferredTitle: 'Deducido: la pasarela oye directamente a estos nodos y su ID termina así',
  unknown: 'desconocido',
  ofHops: 'de {count}',
}

export const packetChoice: Translation<typeof English.packetChoice> = {
  title: {
    one: '{count} paquete tiene este ID',
    other: '{count} paquetes tienen este ID',
  },
  text: 'Los ID los eligen los emisores y se repiten. ¿Cuál se busca?',
  open: 'Abrir',
}
