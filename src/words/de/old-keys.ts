import type * as English from '../en/old-keys.js'
import type { Translation } from '../phrase.js'

export const oldKeys: Translation<typeof English.oldKeys> = {
  replyingTo: 'Antwort auf',
  packetDetails: 'Einzelheiten des Pakets',
  resume: 'Weiter',
  packetId: 'Paket-ID',
  nodeId: 'Knoten-ID',
  hexId: 'Hexadezimale ID',
  allFirmware: 'Alle Firmware-Versionen',
  numberOfMessages: 'Anzahl der Nachrichten',
}
