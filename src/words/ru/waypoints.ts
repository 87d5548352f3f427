import type * as English from '../en/waypoints.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const waypoints: Translation<typeof English.waypoints, OneFewMany> = {
  title: 'Путевые точки',
  name: 'Название',
  description: 'Описание',
  position: 'Позиция',
  by: 'Кто отметил',
  told: 'Сообщено',
  until: 'До',
  forever: 'бессрочно',
  unnamed: 'без названия',
}
