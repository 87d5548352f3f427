import type * as English from '../en/payload.js'
import type { Translation } from '../phrase.js'

export const payload: Translation<typeof English.payload> = {
  bytes: {
    one: '{count} Byte',
    other: '{count} Bytes',
  },
  encryptedForOne: 'Für einen einzelnen Knoten verschlüsselt. {size}.',
  encryptedUnknown: 'Mit einem hier unbekannten Schlüssel verschlüsselt. {size}.',
  notUnderstood: 'nicht verstanden',
  noMessage: 'Die Bytes sind keine Meshtastic-Nachricht.',
  admin: 'Fernverwaltung; wird nicht angezeigt.',
  direct: 'Eine Direktnachricht; wird nicht angezeigt.',
  noDescription: 'Für diesen Inhalt ist keine Beschreibung bekannt. {size}.',
  broken: 'Der Inhalt ist nicht, was der Port verspricht ({reason}).',
}
