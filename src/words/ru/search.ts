import type * as English from '../en/search.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const search: Translation<typeof English.search, OneFewMany> = {
  title: 'Поиск',
  titleOf: 'Поиск: {words}',
  lead: 'Имя или ID узла, номер пакета или слова из сообщения',
  find: 'Найти',
  nothing: 'Ничего подобного здесь нет.',
  whyNot: 'Почему здесь нет узла {id}?',
  nodes: 'Узлы',
  allNodes: 'все',
  packets: 'Пакеты',
  messages: 'Сообщения',
}

export const shares: Translation<typeof English.shares, OneFewMany> = {
  share: 'Доля',
  percent: 'Процент',
  nothing: 'За этот период ничего нет.',
  more: 'Ещё {count}',
}
