import type * as English from '../en/common.js'
import type { Translation } from '../phrase.js'

export const common: Translation<typeof English.common> = {
  show: 'Mostrar',
  clear: 'Limpiar',
  pages: 'Páginas',
  previous: 'Anterior',
  next: 'Siguiente',
  newer: 'Más recientes',
  older: 'Más antiguos',
  csv: 'CSV',
  yes: 'sí',
  no: 'no',
  none: 'ninguno',
  empty: 'vacío',
  externalPower: 'alimentación externa',
  longerTime: 'Mostrar un periodo más largo',
  any: 'Cualquiera',
}

export const names: Translation<typeof English.names> = {
  everyone: 'todos',
  mqttOnly: 'solo MQTT',
  mqttOnlyTitle: 'Todos los que no se alcanzan por radio',
  encrypted: 'Cifrado',
  port: 'Puerto {number}',
}

export const live: Translation<typeof English.live> = {
  connecting: 'Conectando',
  live: 'En vivo',
  paused: 'En pausa',
  reconnecting: 'Reconectando',
  pause: 'Pausa',
  waiting: {
    one: '{count} nuevo',
    other: '{count} nuevos',
  },
  manyWaiting: 'Muchos nuevos: cargarlos',
}

export const packetRow: Translation<typeof English.packetRow> = {
  time: 'Hora',
  from: 'De',
  to: 'Para',
  type: 'Tipo',
  says: 'Contenido',
  channel: 'Canal',
  heardBy: 'Oído por',
  heardByTitle: 'Pasarelas que lo oyeron',
  packet: 'Paquete',
  gatewaysShort: 'pas.',
  soFar: 'Hasta ahora; la página del paquete sigue contando',
  noId: 'sin ID',
  fields: 'campos',
}

export const ports: Translation<typeof English.ports> = {
  0: 'Desconocido',
  1: 'Texto',
  2: 'Hardware remoto',
  3: 'Posición',
  4: 'Datos del nodo',
  5: 'Enrutamiento',
  6: 'Administración',
  7: 'Texto (comprimido)',
  8: 'Punto de ruta',
  9: 'Audio',
  10: 'Sensor de detección',
  11: 'Alerta',
  12: 'Verificación de clave',
  32: 'Respuesta',
  33: 'Túnel IP',
  34: 'Paxcounter',
  35: 'Store Forward++',
  36: 'Estado del nodo',
  64: 'Serie',
  65: 'Store & Forward',
  66: 'Prueba de alcance',
  67: 'Telemetría',
  68: 'ZPS',
  69: 'Simulador',
  70: 'Traceroute',
  71: 'Vecinos',
  72: 'ATAK',
  73: 'Informe de mapa',
  74: 'Prueba de consumo',
  76: 'Túnel Reticulum',
  77: 'Cayenne',
  256: 'Privado',
  257: 'ATAK Forwarder',
}
