import type * as English from '../en/payload.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const payload: Translation<typeof English.payload, OneFewMany> = {
  bytes: {
    one: '{count} байт',
    few: '{count} байта',
    many: '{count} байт',
  },
  encryptedForOne: 'Зашифровано для одного узла. {size}.',
  encryptedUnknown: 'Зашифровано ключом, который здесь неизвестен. {size}.',
  notUnderstood: 'не разобрано',
  noMessage: 'Эти байты — не сообщение Meshtastic.',
  admin: 'Удалённое управление; не показывается.',
  direct: 'Личное сообщение; не показывается.',
  noDescription: 'Описание этого содержимого неизвестно. {size}.',
  broken: 'Содержимое не соответствует порту ({reason}).',
}
