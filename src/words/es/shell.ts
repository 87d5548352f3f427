import type * as English from '../en/shell.js'
import type { Translation } from '../phrase.js'

export const units: Translation<typeof English.units> = {
  now: 'ahora',
  justNow: 'ahora mismo',
  ago: 'hace {age}',
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
  bit: 'bits',
}

export const symbols: Translation<typeof English.symbols> = {
  V: 'V',
  mA: 'mA',
  lx: 'lx',
  'm/s': 'm/s',
  'km/h': 'km/h',
  mph: 'mi/h',
  mm: 'mm',
  in: 'pulg.',
  hPa: 'hPa',
  inHg: 'inHg',
  kg: 'kg',
  lb: 'lb',
  µm: 'µm',
  'µg/m³': 'µg/m³',
  '1/0.1 l': 'por 0,1 l',
  '1/min': 'por min',
  MΩ: 'MΩ',
  'µR/h': 'µR/h',
  dB: 'dB',
  dBm: 'dBm',
}

export const shell: Translation<typeof English.shell> = {
  skip: 'Saltar al contenido',
  mainMenu: 'Menú principal',
  theme: 'Claro u oscuro',
  search: 'Buscar',
  searchLabel: 'Buscar nodos, paquetes y mensajes',
  about: 'Acerca de',
  status: 'Estado',
  api: 'API',
  utc: 'Las horas son UTC',
  language: 'Idioma',
}

export const menu: Translation<typeof English.menu> = {
  map: 'Mapa',
  nodes: 'Nodos',
  chat: 'Chat',
  packets: 'Paquetes',
  traceroutes: 'Traceroutes',
  graph: 'Grafo',
  stats: 'Estadísticas',
  top: 'Top',
  net: 'Rueda',
}

export const errors: Translation<typeof English.errors> = {
  titles: {
    400: 'No se puede entender',
    404: 'No existe esa página',
    429: 'Demasiadas peticiones',
    500: 'Algo ha fallado',
    503: 'Aún no está listo',
  },
  refused: 'Eso no es posible',
  says: 'El servidor dice: {message}',
  nothingHere: 'No hay nada en esta dirección',
  tooMany: 'Se ha pedido en un minuto más de lo que nadie puede leer. Conviene esperar un momento.',
  ours: 'El fallo es nuestro; el registro del servidor lo detalla.',
  firstPage: 'Ir a la página de inicio',
  noPacketId: 'Eso no es un ID de paquete',
  packetIdText: 'Un ID de paquete es un número de 32 bits.',
  noSuchPacket: 'No existe ese paquete',
  noSuchPacketText:
    'No se conoce ningún paquete con el ID {id}. Los paquetes antiguos se borran al cabo de un tiempo.',
  noSuchTraceroute: 'No existe ese traceroute',
  noSuchTracerouteText:
    'No se conoce ningún traceroute con el ID {id}. Los paquetes antiguos se borran al cabo de un tiempo.',
  noNodeId: 'Eso no es un ID de nodo',
  nodeIdText: 'Un ID de nodo es un número de 32 bits: decimal, 0x… o !….',
  noSuchNode: 'No existe ese nodo',
  noSuchNodeText: 'Nunca se ha oído nada de {id}, o hace tanto que se ha olvidado.',
}
