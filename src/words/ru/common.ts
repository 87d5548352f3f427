import type * as English from '../en/common.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const common: Translation<typeof English.common, OneFewMany> = {
  show: 'Показать',
  clear: 'Сбросить',
  pages: 'Страницы',
  previous: 'Назад',
  next: 'Далее',
  newer: 'Новее',
  older: 'Старее',
  csv: 'CSV',
  yes: 'да',
  no: 'нет',
  none: 'нет',
  empty: 'пусто',
  externalPower: 'внешнее питание',
  longerTime: 'Показать за более долгое время',
  any: 'Любой',
}

export const names: Translation<typeof English.names, OneFewMany> = {
  everyone: 'все',
  mqttOnly: 'только MQTT',
  mqttOnlyTitle: 'Все, до кого не доходит радио',
  encrypted: 'Зашифровано',
  port: 'Порт {number}',
}

export const live: Translation<typeof English.live, OneFewMany> = {
  connecting: 'Подключение',
  live: 'В эфире',
  paused: 'Пауза',
  reconnecting: 'Переподключение',
  pause: 'Пауза',
  waiting: {
    one: '{count} новый',
    few: '{count} новых',
    many: '{count} новых',
  },
  manyWaiting: 'Много новых: загрузить',
}

export const packetRow: Translation<typeof English.packetRow, OneFewMany> = {
  time: 'Время',
  from: 'От кого',
  to: 'Кому',
  type: 'Тип',
  says: 'Содержание',
  channel: 'Канал',
  heardBy: 'Слышали',
  heardByTitle: 'Шлюзы, которые его слышали',
  packet: 'Пакет',
  gatewaysShort: 'шл.',
  soFar: 'Пока что; страница пакета считает дальше',
  noId: 'без номера',
  fields: 'поля',
}

export const ports: Translation<typeof English.ports, OneFewMany> = {
  0: 'Неизвестно',
  1: 'Текст',
  2: 'Удалённое оборудование',
  3: 'Позиция',
  4: 'Об узле',
  5: 'Маршрутизация',
  6: 'Управление',
  7: 'Текст (сжатый)',
  8: 'Путевая точка',
  9: 'Звук',
  10: 'Датчик обнаружения',
  11: 'Тревога',
  12: 'Проверка ключа',
  32: 'Ответ',
  33: 'IP-туннель',
  34: 'Paxcounter',
  35: 'Store Forward++',
  36: 'Состояние узла',
  64: 'Последовательный порт',
  65: 'Store & Forward',
  66: 'Тест дальности',
  67: 'Телеметрия',
  68: 'ZPS',
  69: 'Симулятор',
  70: 'Трассировка',
  71: 'Соседи',
  72: 'ATAK',
  73: 'Отчёт для карты',
  74: 'Тест питания',
  76: 'Туннель Reticulum',
  77: 'Cayenne',
  256: 'Частное',
  257: 'ATAK Forwarder',
}
