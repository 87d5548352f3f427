import type * as English from '../en/lists.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const filters: Translation<typeof English.filters, OneFewMany> = {
  title: 'Фильтры',
  active: {
    one: '{count} включён',
    few: '{count} включены',
    many: '{count} включено',
  },
  type: 'Тип',
  allTypes: 'Все типы',
  channel: 'Канал',
  allChannels: 'Все каналы',
  role: 'Роль',
  allRoles: 'Все роли',
  hardware: 'Устройство',
  allHardware: 'Все устройства',
  firmware: 'Прошивка',
  allFirmware: 'Любая прошивка',
  nodeEitherEnd: 'Узел на любом конце',
  nameOrId: 'Имя или !ID',
  search: 'Поиск',
  heard: 'Слышен',
  sortBy: 'Сортировка',
  heardBy: 'Кем услышан',
  heardDirectlyBy: 'Кем услышан напрямую',
  anyGateway: 'Любой шлюз',
  since: 'С',
  until: 'По',
}

export const candidates: Translation<typeof English.candidates, OneFewMany> = {
  nobody: 'Узла с именем «{name}» нет.',
  several: 'Имени «{name}» соответствуют несколько узлов',
  packets: 'его пакеты',
}

export const firehose: Translation<typeof English.firehose, OneFewMany> = {
  title: 'Пакеты',
  about: 'Всё, что было слышно; новое сверху',
  csvTitle: 'Эти пакеты в CSV',
  none: 'Подходящих пакетов нет. Новые появятся здесь по мере поступления.',
  newest: 'К новым',
  bounded: 'Просмотрено приёмов этого шлюза: {count}.',
  furtherBack: 'Искать дальше назад',
}

export const nodelist: Translation<typeof English.nodelist, OneFewMany> = {
  title: 'Узлы',
  count: {
    one: '{count} узел',
    few: '{count} узла',
    many: '{count} узлов',
  },
  none: 'Подходящих узлов нет.',
  csvTitle: 'Эти узлы в CSV',
  gatewaysOnly: 'Только шлюзы',
  favourites: 'Избранное',
  favourite: 'В избранное',
  all: 'Все узлы',
  gateway: 'Шлюз',
  columns: {
    long_name: 'Узел',
    node_id: 'ID',
    hw_model: 'Устройство',
    firmware: 'Прошивка',
    role: 'Роль',
    channel: 'Канал',
    last_seen_us: 'Слышен',
  },
  position: 'Позиция',
  range: '{first}–{last} из {total}',
  countIn: '{nodes} · {period}',
}

export const periods: Translation<typeof English.periods, OneFewMany> = {
  '1h': 'последний час',
  '1d': 'последние 24 часа',
  '3d': 'последние 3 дня',
  '7d': 'последние 7 дней',
  '30d': 'последние 30 дней',
  all: 'всё время',
  '6h': 'последние 6 часов',
}

export const lengths: Translation<typeof English.lengths, OneFewMany> = {
  '1h': '1 час',
  '6h': '6 часов',
  '24h': '24 часа',
  '3d': '3 дня',
  '7d': '7 дней',
  '14d': '14 дней',
  '30d': '30 дней',
  '90d': '90 дней',
  '1y': '1 год',
  all: 'Всё',
  period: 'Период',
}
