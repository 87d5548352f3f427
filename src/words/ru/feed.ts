import type * as English from '../en/feed.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const feed: Translation<typeof English.feed, OneFewMany> = {
  live: 'Пакеты поступают',
  silent: 'Нет пакетов уже {age}',
  down: 'Нет связи с брокером',
  reconnecting: 'Восстановление связи',
  migrating: 'База данных обновляется',
}

export const previews: Translation<typeof English.previews, OneFewMany> = {
  site: 'Радиосеть Meshtastic в прямом эфире',
  map: 'Где находятся узлы сети, кто кого слышит и что они передают',
  nodelist: 'Все услышанные узлы: имя, устройство, роль, канал, координаты',
  chat: 'Что было сказано всем в сети',
  firehose: 'Каждый пакет сети сразу по приходу',
  traceroutes: 'Пути пакетов через сеть с сигналом каждого участка',
  traceroute: 'Путь пакета туда и обратно с сигналом каждого участка',
  nodegraph: 'Кто кого слышит в сети',
  stats: 'Сеть в цифрах: пакеты, узлы, шлюзы, устройства, роли',
  top: 'Кто больше передаёт, кого лучше слышно, какие шлюзы слышат больше',
  net: 'Отметки еженедельного круглого стола',
  heatmap: 'Где сеть плотная и где много передач',
  about: 'Был ли слышен мой узел и почему его нет на карте?',
  status: 'Поступают ли пакеты и что с ними стало',
  senders: 'Этот номер пакета использовали несколько отправителей',
  gateway: 'Шлюз',
  packet: {
    one: 'От {name}, услышан {count} шлюзом',
    few: 'От {name}, услышан {count} шлюзами',
    many: 'От {name}, услышан {count} шлюзами',
  },
  sent: {
    one: '{count} пакет за 24 часа',
    few: '{count} пакета за 24 часа',
    many: '{count} пакетов за 24 часа',
  },
}
