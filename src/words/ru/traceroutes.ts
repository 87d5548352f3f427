import type * as English from '../en/traceroutes.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const traceroutes: Translation<typeof English.traceroutes, OneFewMany> = {
  back: 'назад',
  title: 'Трассировки',
  about: 'Пути, которыми прошли пакеты, с сигналом каждого участка',
  asker: 'Кто спрашивал',
  target: 'Кого спрашивали',
  node: 'Узел — на концах или в пути',
  none: 'Трассировок пока не слышно.',
  noneOfNode: 'Трассировок с этим узлом не слышно.',
  several: 'Имя «{name}» носят несколько узлов; нужен ID, например {id}.',
  way: 'Путь туда и обратно',
  outcome: 'Итог',
  arrivedNoReply: 'дошёл, ответа не слышно',
  noReply: 'ответа не слышно',
  direct: 'напрямую',
  relays: {
    one: '{count} ретранслятор',
    few: '{count} ретранслятора',
    many: '{count} ретрансляторов',
  },
  newest: 'К новым',
}

export const traceroute: Translation<typeof English.traceroute, OneFewMany> = {
  title: 'Трассировка',
  titleOf: 'Трассировка {from} → {to}',
  about: 'Трассировка {id}, {time}',
  mapLabel: 'Путь туда и обратно; оба описаны ниже по прыжкам',
  wayThere: 'Путь туда',
  wayBack: 'Путь обратно',
  noReply: 'Ответа не слышно.',
  replyWithoutWay: 'Ответ слышен, но о своём пути он ничего не говорит.',
  requestNotHeard: 'запрос не слышен',
  requestPacket: 'пакет запроса',
  replyPacket: 'пакет ответа',
  noCopies: 'Копии шлюзов больше не хранятся.',
  gatewaysHeard: 'Что слышали шлюзы',
  gateway: 'Шлюз',
  heardThe: 'Слышал',
  after: 'Через',
  wayUntil: 'Путь до него',
  reply: 'ответ',
  request: 'запрос',
  notUnderstood: 'не разобрано ({reason})',
  unknownNode: 'неизвестный узел',
  unknownNodeTitle: 'Узел, который не назвал себя',
  to: 'к',
  notArrived: 'Неизвестно, дошёл ли',
  snrUnknown: 'SNR неизвестен',
  notFurther: 'дальше не слышно',
}

export const receptions: Translation<typeof English.receptions, OneFewMany> = {
  gateway: 'Шлюз',
  snr: 'SNR',
  rssi: 'RSSI',
  distance: 'Расстояние',
  hops: 'Прыжки',
  relayedBy: 'Ретранслировал',
  channel: 'Канал',
  after: 'Через',
  sentByGateway: 'Отправил сам шлюз',
  byMqtt: 'Через MQTT',
  hopsUnknown: 'Число прыжков неизвестно',
  direct: 'Напрямую',
  hopCount: {
    one: '{count} прыжок',
    few: '{count} прыжка',
    many: '{count} прыжков',
  },
  relayTitle: 'Последние две цифры ID узла, который его ретранслировал',
  inferred: 'вероятно',
  inferredTitle: 'Предположение: шлюз слышит эти узлы напрямую, и их ID так заканчивается',
  unknown: 'неизвестно',
  ofHops: 'из {count}',
}

export const packetChoice: Translation<typeof English.packetChoice, OneFewMany> = {
  title: {
    one: '{count} пакет с этим номером',
    few: '{count} пакета с этим номером',
    many: '{count} пакетов с этим номером',
  },
  text: 'Номера выбирают отправители, и они повторяются. Который нужен?',
  open: 'Открыть',
}
