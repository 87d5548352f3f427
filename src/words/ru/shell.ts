import type * as English from '../en/shell.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const units: Translation<typeof English.units, OneFewMany> = {
  now: 'сейчас',
  justNow: 'только что',
  ago: '{age} назад',
  second: 'с',
  minute: 'мин',
  hour: 'ч',
  day: 'дн.',
  byte: 'Б',
  kilo: 'к',
  mega: 'М',
  giga: 'Г',
  tera: 'Т',
  metre: 'м',
  kilometre: 'км',
  foot: 'фт',
  mile: 'ми',
  millisecond: 'мс',
  bit: 'бит',
}

export const symbols: Translation<typeof English.symbols, OneFewMany> = {
  V: 'В',
  mA: 'мА',
  lx: 'лк',
  'm/s': 'м/с',
  'km/h': 'км/ч',
  mph: 'миль/ч',
  mm: 'мм',
  in: 'дюйм',
  hPa: 'гПа',
  inHg: 'дюйм рт. ст.',
  kg: 'кг',
  lb: 'фунт',
  µm: 'мкм',
  'µg/m³': 'мкг/м³',
  '1/0.1 l': 'на 0,1 л',
  '1/min': 'в мин',
  MΩ: 'МОм',
  'µR/h': 'мкР/ч',
  dB: 'дБ',
  dBm: 'дБм',
}

export const shell: Translation<typeof English.shell, OneFewMany> = {
  skip: 'Перейти к содержанию',
  mainMenu: 'Главное меню',
  theme: 'Светлая или тёмная тема',
  search: 'Поиск',
  searchLabel: 'Поиск узлов, пакетов и сообщений',
  about: 'О сайте',
  status: 'Состояние',
  api: 'API',
  utc: 'Время — UTC',
  language: 'Язык',
}

export const menu: Translation<typeof English.menu, OneFewMany> = {
  map: 'Карта',
  nodes: 'Узлы',
  chat: 'Чат',
  packets: 'Пакеты',
  traceroutes: 'Трассировки',
  graph: 'Граф',
  stats: 'Статистика',
  top: 'Топ',
  net: 'Круглый стол',
}

export const errors: Translation<typeof English.errors, OneFewMany> = {
  titles: {
    400: 'Запрос непонятен',
    404: 'Такой страницы нет',
    429: 'Слишком много запросов',
    500: 'Что-то пошло не так',
    503: 'Ещё не готово',
  },
  refused: 'Так не получится',
  says: 'Ответ сервера: {message}',
  nothingHere: 'По этому адресу ничего нет',
  tooMany: 'За минуту запрошено больше, чем можно прочитать. Нужно немного подождать.',
  ours: 'Ошибка на нашей стороне; подробности в журнале сервера.',
  firstPage: 'На первую страницу',
  noPacketId: 'Это не номер пакета',
  packetIdText: 'Номер пакета — 32-битное число.',
  noSuchPacket: 'Такого пакета нет',
  noSuchPacketText: 'Пакет с номером {id} неизвестен. Старые пакеты со временем удаляются.',
  noSuchTraceroute: 'Такой трассировки нет',
  noSuchTracerouteText:
    'Трассировка с номером {id} неизвестна. Старые пакеты со временем удаляются.',
  noNodeId: 'Это не ID узла',
  nodeIdText: 'ID узла — 32-битное число: десятичное, 0x… или !….',
  noSuchNode: 'Такого узла нет',
  noSuchNodeText: 'О {id} никогда ничего не было слышно — или так давно, что это уже забыто.',
}
