import type * as English from '../en/messages.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const chat: Translation<typeof English.chat, OneFewMany> = {
  title: 'Чат',
  titleOn: 'Чат: {channel}',
  about: 'Сообщения для всех; новое сверху',
  channels: 'Каналы',
  none: 'Здесь пока ничего не сказано.',
  alert: 'Тревога',
  gatewaysTitle: 'Шлюзы, которые его слышали',
  gateways: {
    one: '{count} шлюз',
    few: '{count} шлюза',
    many: '{count} шлюзов',
  },
  reactions: 'Реакции',
  reactedBy: 'от {names}',
  replyToOther: 'в ответ на {link|другой пакет}',
}

export const net: Translation<typeof English.net, OneFewMany> = {
  title: 'Еженедельный круглый стол',
  download: 'Скачать CSV',
  noTag: 'Метка, по которой сообщение считается отметкой, не настроена.',
  usualMessage: 'Еженедельная перекличка сети.',
  explained: 'Сообщение с {tag} считается отметкой. Неделя начинается с понедельника.',
  thisWeek: 'Эта неделя',
  olderWeeks: 'Прошлые недели',
  weekOf: 'Неделя с {date}',
  counts: '{stations}, {messages}',
  stations: {
    one: '{count} станция',
    few: '{count} станции',
    many: '{count} станций',
  },
  messages: {
    one: '{count} сообщение',
    few: '{count} сообщения',
    many: '{count} сообщений',
  },
  nobody: 'Никто не отметился.',
  checkedIn: 'отметился',
  again: {
    one: 'Ещё {count} сообщение',
    few: 'Ещё {count} сообщения',
    many: 'Ещё {count} сообщений',
  },
}
