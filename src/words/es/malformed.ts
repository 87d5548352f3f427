import type * as English from '../en/malformed.js'
import type { Translation } from '../phrase.js'

export const malformed: Translation<typeof English.malformed> = {
  title: 'Mensajes que no se entendieron',
  about: 'Los últimos cien, primero los más nuevos',
  back: 'Volver al estado',
  none: 'Hasta ahora se entendieron todos los mensajes.',
  empty: 'El mensaje no tiene contenido.',
  look: 'Ver los últimos.',
}
