import type * as English from '../en/search.js'
import type { Translation } from '../phrase.js'

export const search: Translation<typeof English.search> = {
  title: 'Buscar',
  titleOf: 'Buscar: {words}',
  lead: 'Nombre o ID de un nodo, número de un paquete o palabras de un mensaje',
  find: 'Buscar',
  nothing: 'Aquí no se conserva nada así.',
  whyNot: '¿Por qué no está aquí el nodo {id}?',
  nodes: 'Nodos',
  allNodes: 'todos',
  packets: 'Paquetes',
  messages: 'Mensajes',
}

export const shares: Translation<typeof English.shares> = {
  share: 'Proporción',
  percent: 'Porcentaje',
  nothing: 'Nada en este periodo.',
  more: '{count} más',
}
