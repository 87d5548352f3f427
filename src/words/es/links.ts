/** Los enlaces de radio más largos. */
export const links = {
  title: 'Enlaces más largos',
  about: 'Hasta dónde llegó la radio entre dos nodos, sin repetidores',
  node: 'Nodo, en cualquier extremo',
  kind: 'Demostrado por',
  first: 'Primero',
  second: 'Segundo',
  there: 'El segundo oye al primero',
  back: 'El primero oye al segundo',
  countShort: 'veces',
  columns: {
    metres: 'Distancia',
    snr: 'Señal',
    count: 'Veces',
    last_seen_us: 'Último',
  },
  none: 'No hay ningún enlace entre dos nodos de posición conocida que coincida.',
  listEnds: 'La lista termina antes de esta página.',
  note: 'Según las últimas posiciones comunicadas. Se omiten los enlaces de más de 400 km y aquellos cuya posición es más imprecisa que la longitud del enlace.',
} as const

/** Dos pasarelas, una al lado de la otra. */
export const gateways = {
  title: 'Comparar pasarelas',
  about: 'Lo que dos pasarelas oyeron en el mismo periodo, y con qué calidad',
  first: 'Primera pasarela',
  second: 'Segunda pasarela',
  none: 'Primero tienen que oírse dos pasarelas.',
  packets: 'Paquetes',
  packetsShort: 'paquetes',
  heardBy: 'Oído por',
  both: 'Ambas',
  only: 'Solo {gateway}',
  hops: 'Veces reenviado antes',
  relays: 'Reenvíos',
  direct: 'directo',
  unknown: 'desconocido',
  senders: 'Nodos que ambas oyen directamente',
  noSender:
    'En este periodo ambas pasarelas no oyeron ningún paquete en común directamente de su emisor.',
  node: 'Nodo',
  firstShort: 'primera',
  secondShort: 'segunda',
  snrDifference: 'Diferencia de SNR',
  rssiDifference: 'Diferencia de RSSI',
  differenceNote:
    'Medias de los paquetes que ambas oyeron del propio nodo; por encima de cero, la primera pasarela lo oye mejor.',
  cut: 'Se comparan las {most} recepciones más recientes de la pasarela que más oye, menos que el periodo.',
} as const
