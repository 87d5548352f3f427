import type * as English from '../en/lists.js'
import type { Translation } from '../phrase.js'

export const filters: Translation<typeof English.filters> = {
  title: 'Filtros',
  active: {
    one: '{count} activo',
    other: '{count} activos',
  },
  type: 'Tipo',
  allTypes: 'Todos los tipos',
  channel: 'Canal',
  allChannels: 'Todos los canales',
  role: 'Rol',
  allRoles: 'Todos los roles',
  hardware: 'Hardware',
  allHardware: 'Todo el hardware',
  firmware: 'Firmware',
  allFirmware: 'Todo el firmware',
  nodeEitherEnd: 'Nodo, en cualquier extremo',
  nameOrId: 'Nombre o !ID',
  search: 'Buscar',
  heard: 'Oído',
  sortBy: 'Ordenar por',
  heardBy: 'Oído por',
  heardDirectlyBy: 'Oído directamente por',
  anyGateway: 'Cualquier pasarela',
  since: 'Desde',
  until: 'Hasta',
}

export const candidates: Translation<typeof English.candidates> = {
  nobody: 'Ningún nodo se llama «{name}».',
  several: 'Varios nodos encajan con «{name}»',
  packets: 'sus paquetes',
}

export const firehose: Translation<typeof English.firehose> = {
  title: 'Paquetes',
  about: 'Todo lo que se ha oído, lo más reciente primero',
  csvTitle: 'Estos paquetes en CSV',
  none: 'Ningún paquete encaja. Los nuevos aparecen aquí según llegan.',
  newest: 'Lo más reciente',
  bounded: 'Se han revisado {count} recepciones de esta pasarela.',
  furtherBack: 'Buscar más atrás',
}

export const nodelist: Translation<typeof English.nodelist> = {
  title: 'Nodos',
  count: {
    one: '{count} nodo',
    other: '{count} nodos',
  },
  none: 'Ningún nodo encaja.',
  csvTitle: 'Estos nodos en CSV',
  gatewaysOnly: 'Solo pasarelas',
  favourites: 'Favoritos',
  favourite: 'Favorito',
  all: 'Todos los nodos',
  gateway: 'Pasarela',
  columns: {
    long_name: 'Nodo',
    node_id: 'ID',
    hw_model: 'Hardware',
    firmware: 'Firmware',
    role: 'Rol',
    channel: 'Canal',
    last_seen_us: 'Oído por última vez',
  },
  position: 'Posición',
  range: '{first}–{last} de {total}',
  countIn: '{nodes} · {period}',
}

export const periods: Translation<typeof English.periods> = {
  '1h': 'última hora',
  '1d': 'últimas 24 horas',
  '3d': 'últimos 3 días',
  '7d': 'últimos 7 días',
  '30d': 'últimos 30 días',
  all: 'siempre',
  '6h': 'últimas 6 horas',
}

export const lengths: Translation<typeof English.lengths> = {
  '1h': '1 hora',
  '6h': '6 horas',
  '24h': '24 horas',
  '3d': '3 días',
  '7d': '7 días',
  '14d': '14 días',
  '30d': '30 días',
  '90d': '90 días',
  '1y': '1 año',
  all: 'Todo',
  period: 'Periodo',
}
