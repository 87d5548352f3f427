import type * as English from '../en/feed.js'
import type { Translation } from '../phrase.js'

export const feed: Translation<typeof English.feed> = {
  live: 'Llegan paquetes',
  silent: 'Ningún paquete desde hace {age}',
  down: 'El writer no está conectado',
  reconnecting: 'Reconectando',
  migrating: 'La base de datos se está actualizando',
}

export const previews: Translation<typeof English.previews> = {
  site: 'Una malla de radios Meshtastic, en vivo',
  map: 'Dónde están los nodos de la malla, quién oye a quién y qué envían',
  nodelist: 'Todos los nodos oídos: nombre, hardware, rol, canal, posición',
  chat: 'Lo que se dijo a todos en la malla',
  firehose: 'Cada paquete de la malla en cuanto llega',
  traceroutes: 'Los caminos de los paquetes por la malla, con la señal de cada salto',
  traceroute: 'Los saltos de un paquete, ida y vuelta, con la señal de cada uno',
  nodegraph: 'Quién oye a quién en la malla',
  stats: 'La malla en cifras: paquetes, nodos, pasarelas, hardware, roles',
  top: 'Quién envía más, a quién se oye mejor, qué pasarelas oyen más',
  links: 'Los enlaces de radio más largos de la malla, con señal y distancia.',
  gateways:
    'Dos pasarelas de la malla, una al lado de la otra: qué oye cada una y con qué calidad.',
  net: 'Participantes de la rueda semanal',
  heatmap: 'Dónde es densa la malla y dónde hay más tráfico',
  about: '¿Se oyó mi nodo, y por qué no está en el mapa?',
  status: 'Si llegan paquetes y qué fue de ellos',
  senders: 'Varios emisores han usado este ID de paquete',
  gateway: 'Pasarela',
  packet: {
    one: 'De {name}, oído por {count} pasarela',
    other: 'De {name}, oído por {count} pasarelas',
  },
  sent: {
    one: '{count} paquete en 24 horas',
    other: '{count} paquetes en 24 horas',
  },
}
