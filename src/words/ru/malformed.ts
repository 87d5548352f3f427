import type * as English from '../en/malformed.js'
import type { Translation } from '../phrase.js'

export const malformed: Translation<typeof English.malformed> = {
  title: 'Непонятые сообщения',
  about: 'Последние сто, сначала новые',
  back: 'Назад к состоянию',
  none: 'До сих пор все сообщения были понятны.',
  empty: 'В сообщении нет содержимого.',
  look: 'Посмотреть последние.',
}
