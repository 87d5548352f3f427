import type * as English from '../en/old-keys.js'
import type { Translation } from '../phrase.js'

export const oldKeys: Translation<typeof English.oldKeys> = {
  replyingTo: 'En respuesta a',
  packetDetails: 'Ver los detalles del paquete',
  resume: 'Reanudar',
  packetId: 'ID del paquete',
  nodeId: 'ID del nodo',
  hexId: 'ID hexadecimal',
  allFirmware: 'Todas las versiones de firmware',
  numberOfMessages: 'Número de mensajes',
}
