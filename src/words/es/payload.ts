import type * as English from '../en/payload.js'
import type { Translation } from '../phrase.js'

export const payload: Translation<typeof English.payload> = {
  bytes: {
    one: '{count} byte',
    other: '{count} bytes',
  },
  encryptedForOne: 'Cifrado para un solo nodo. {size}.',
  encryptedUnknown: 'Cifrado con una clave que aquí no se conoce. {size}.',
  notUnderstood: 'no se entiende',
  noMessage: 'Los bytes no son un mensaje de Meshtastic.',
  admin: 'Administración remota; no se muestra.',
  direct: 'Un mensaje directo; no se muestra.',
  noDescription: 'No se conoce ninguna descripción de este contenido. {size}.',
  broken: 'El contenido no es lo que su puerto promete ({reason}).',
}
