import type * as English from '../en/coverage.js'
import type { Translation } from '../phrase.js'

export const coverage: Translation<typeof English.coverage> = {
  title: 'Vorhergesagte Reichweite',
  power: 'Leistung (dBm)',
  height: 'Höhe über der Umgebung (m)',
  heightInFeet: 'Höhe über der Umgebung (ft)',
  frequency: 'Frequenz (MHz)',
  draw: 'Auf der Karte zeichnen',
  remove: 'Von der Karte nehmen',
  working: 'Wird berechnet…',
  reach: 'Wahrscheinlich bis {distance} weit zu hören ({model}).',
  nowhere: 'Wahrscheinlich nirgends über den eigenen Ort hinaus zu hören ({model}).',
  failed: 'Das ließ sich gerade nicht berechnen. Ein weiterer Versuch kann helfen.',
  model:
    'Eine Rechnung für durchschnittliches Hügelland, keine Messung: Sie kennt weder Berge noch Häuser, darum ist die Fläche ein Kreis. {link|Wie sie entsteht}',
}
