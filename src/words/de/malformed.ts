import type * as English from '../en/malformed.js'
import type { Translation } from '../phrase.js'

export const malformed: Translation<typeof English.malformed> = {
  title: 'Nachrichten, die nicht verstanden wurden',
  about: 'Die letzten hundert, neueste zuerst',
  back: 'Zurück zum Status',
  none: 'Bisher wurde jede Nachricht verstanden.',
  empty: 'Die Nachricht hat keinen Inhalt.',
  look: 'Die letzten ansehen.',
}
