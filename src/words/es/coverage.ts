import type * as English from '../en/coverage.js'
import type { Translation } from '../phrase.js'

export const coverage: Translation<typeof English.coverage> = {
  title: 'Cobertura prevista',
  power: 'Potencia (dBm)',
  height: 'Altura sobre el entorno (m)',
  heightInFeet: 'Altura sobre el entorno (ft)',
  frequency: 'Frecuencia (MHz)',
  draw: 'Dibujar en el mapa',
  remove: 'Quitar del mapa',
  working: 'Calculando…',
  reach: 'Es probable que se oiga hasta a {distance} ({model}).',
  nowhere: 'Es probable que no se oiga más allá de su propio lugar ({model}).',
  failed: 'Ahora no se ha podido calcular. Otro intento puede servir.',
  model:
    'Un cálculo para un terreno medio con colinas, no una medida: no conoce montañas ni casas, por eso el área es un círculo. {link|Cómo se hace}',
}
