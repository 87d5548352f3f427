import type * as English from '../en/node.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const node: Translation<typeof English.node, OneFewMany> = {
  lastHeard: 'слышен {ago}',
  gateway: 'Шлюз',
  mapLabel:
    'Узел, кого он слышит и кто слышит его без ретрансляции, и где он был; то же самое в таблицах',
  heardBy: 'Напрямую его слышат',
  hears: 'Напрямую слышит',
  reports: 'Сообщает о соседях',
  traceroutes: 'Трассировки',
  allTraceroutes: 'все с этим узлом',
  packets: 'Пакеты от него и для него',
  watchLive: 'смотреть вживую',
  noPacket: 'Таких пакетов нет.',
  newest: 'К новым',
  onMap: 'На карте',
}

export const nodeFacts: Translation<typeof English.nodeFacts, OneFewMany> = {
  title: 'Узел',
  longName: 'Длинное имя',
  shortName: 'Короткое имя',
  id: 'ID',
  hardware: 'Устройство',
  firmware: 'Прошивка',
  role: 'Роль',
  channel: 'Канал',
  region: 'Регион',
  preset: 'Пресет модема',
  licensed: 'Лицензированный оператор',
  yes: 'да',
  messages: 'Сообщения',
  notMonitored: 'не читаются',
  day: 'Последние 24 часа',
  activity: 'отправлено {sent}, услышано раз: {seen}',
  activityGateway: 'отправлено {sent}, услышано раз: {seen}, принято как шлюз: {received}',
  firstHeard: 'Впервые слышен',
  lastHeard: 'Последний раз слышен',
  lastUplink: 'Последний uplink',
  publicKey: 'Открытый ключ',
}

export const position: Translation<typeof English.position, OneFewMany> = {
  title: 'Позиция',
  none: 'Он не сообщил, где находится, или сообщил лишь в канале, который здесь не читается.',
  latitude: 'Широта',
  longitude: 'Долгота',
  altitude: 'Высота',
  precision: 'Точность',
  within: 'в пределах {distance} ({bits} бит)',
  satellites: 'Спутники',
  told: 'Сообщена',
  onMap: 'На карте',
  openApp: 'открыть в приложении карт',
  trail: {
    one: 'Последняя {count} позиция',
    few: 'Последние {count} позиции',
    many: 'Последние {count} позиций',
  },
  allCsv: 'Всё в CSV',
  time: 'Время',
}

export const heardTable: Translation<typeof English.heardTable, OneFewMany> = {
  node: 'Узел',
  lastSnr: 'Последний SNR',
  meanSnr: 'Средний SNR',
  lastRssi: 'Последний RSSI',
  times: 'Раз',
  last: 'Последний раз',
  meanShort: 'среднее',
  timesShort: 'раз',
}

export const keyWarning: Translation<typeof English.keyWarning, OneFewMany> = {
  title: {
    one: 'Этот узел объявил {count} открытый ключ',
    few: 'Этот узел объявил {count} открытых ключа',
    many: 'Этот узел объявил {count} открытых ключей',
  },
  text: 'Возможно, он установлен заново или его номер использует кто-то другой. Прежде чем доверять личному сообщению, стоит сверить ключ.',
  period: 'с {first} по {last}',
}

export const contact: Translation<typeof English.contact, OneFewMany> = {
  title: 'Добавить в контакты',
  qr: 'QR-код: {name} как контакт Meshtastic',
  scan: 'Отсканировать приложением Meshtastic или {link|открыть на этом устройстве}.',
  keyUnknown: 'Его открытый ключ неизвестен: сообщения ему могут прочесть и другие.',
  address: 'Адрес контакта',
}

export const nodeCharts: Translation<typeof English.nodeCharts, OneFewMany> = {
  title: 'Во времени',
  nothing: 'За этот период ничего не измерено. За более длинный может быть больше.',
  directSnr: 'Слышен напрямую: SNR',
  directNote: 'По шлюзам, слышавшим его без ретранслятора.',
  directRssi: 'Слышен напрямую: RSSI',
  neighbours: 'Его соседи: SNR',
  neighboursNote: 'Как он их слышит, по его собственным отчётам.',
  packetsPerDay: 'Пакеты в день',
  packetsPerHour: 'Пакеты в час',
}
