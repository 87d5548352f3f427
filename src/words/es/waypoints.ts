import type * as English from '../en/waypoints.js'
import type { Translation } from '../phrase.js'

export const waypoints: Translation<typeof English.waypoints> = {
  title: 'Puntos de ruta',
  name: 'Nombre',
  description: 'Descripción',
  position: 'Posición',
  by: 'Marcado por',
  told: 'Comunicado',
  until: 'Hasta',
  forever: 'sin límite',
  unnamed: 'sin nombre',
}
