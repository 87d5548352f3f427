import type * as English from '../en/waypoints.js'
import type { Translation } from '../phrase.js'

export const waypoints: Translation<typeof English.waypoints> = {
  title: 'Wegpunkte',
  name: 'Name',
  description: 'Beschreibung',
  position: 'Position',
  by: 'Markiert von',
  told: 'Gemeldet',
  until: 'Bis',
  forever: 'unbegrenzt',
  unnamed: 'ohne Namen',
}
