import type * as English from '../en/status.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const migrating: Translation<typeof English.migrating, OneFewMany> = {
  title: 'Подготовка',
  goesOver: 'Эта страница сама перейдёт на сайт.',
  cannotRead: 'Базу данных не удаётся прочитать',
  moment: 'Минутку',
  newer: 'База данных новее этой программы',
  failed: 'Последняя миграция не удалась',
  updating: 'База данных обновляется',
  starting: 'Запуск.',
  ready: 'База данных готова.',
  unreachable: 'Базу данных не удаётся прочитать: {reason}. Новая попытка каждые {seconds} с.',
  current: 'База данных в актуальном состоянии.',
  empty: 'Ожидание: writer создаёт базу данных.',
  newerVersion:
    'Базу данных записала более новая версия (ревизия {revisions}); нужно установить её.',
  behind: 'База данных ждёт миграции.',
  behindFailed: 'База данных ждёт миграции; последняя попытка не удалась: {error}',
  phases: {
    idle: 'подготовка',
    backup: 'резервная копия',
    upgrade: 'обновление',
    downgrade: 'откат',
    failed: 'сбой',
  },
  step: 'База данных обновляется: {what}.',
  stepOf: 'База данных обновляется: {what} (шаг {step} из {steps}).',
  gaveUp:
    'Уже минуту никто её не обновляет: запущен ли writer? Когда он заработает, сайт откроется сам.',
  rows: '{done} из {total} строк ({percent} %).',
  rowsLeft: '{done} из {total} строк ({percent} %), осталось примерно {left}.',
}

export const status: Translation<typeof English.status, OneFewMany> = {
  title: 'Состояние',
  intake: 'Приём сообщений',
  noWriter: 'С этой базой данных ещё не работал ни один writer.',
  broker: 'Брокер',
  connectedSince: 'Подключён с',
  lastMessage: 'Последнее сообщение',
  noneYet: 'пока нет',
  error: 'Ошибка',
  runningSince: 'Работает с',
  lastSign: 'Последний признак жизни',
  version: 'Версия',
  notRunning: 'не работает',
  notConnected: 'не подключён',
  connected: 'подключён',
  attention: {
    title: 'Кого стоит навестить',
    silent: 'Замолчавшие шлюзы',
    silentAbout: 'Передавали на этой неделе, но уже шесть часов ничего.',
    lastUplink: 'Последняя передача',
    low: 'Низкий заряд',
    lowAbout: 'За последние сутки сообщили, что осталось 20 % или меньше.',
    charge: 'Заряд',
    node: 'Узел',
  },
  database: 'База данных',
  packets: 'Пакеты',
  receptions: 'Приёмы',
  nodes: 'Узлы',
  newestPacket: 'Самый новый пакет',
  size: 'Размер',
  freeOnDisk: 'Свободно на диске',
  freeOf: '{free} из {total}',
  waiting: 'Ждёт на диске',
  noMessages:
    'С тех пор как эта база данных создана или перенесена, не пришло ни одного сообщения.',
  became: {
    one: 'Что стало с {count} сообщением',
    few: 'Что стало с {count} сообщениями',
    many: 'Что стало с {count} сообщениями',
  },
  outcome: 'Итог',
  messages: 'Сообщения',
  share: 'Доля',
  meaning: 'Значение',
  outcomes: {
    stored: 'Сохранено',
    duplicate: 'Повтор',
    encrypted: 'Зашифровано',
    filtered: 'Отсеяно',
    malformed: 'Искажено',
  },
  explanations: {
    stored: 'Пакет или ещё один шлюз, услышавший известный.',
    duplicate: 'Тот же шлюз передал то же самое ещё раз.',
    encrypted: 'Хранится, но ни один известный ключ не подходит.',
    filtered: 'Отсеяно правилом конфигурации.',
    malformed: 'Не разобрано и отложено.',
  },
  /** The rules by which messages are left out. */
  rules: {
    flood: 'слишком много от одного узла',
    'gateway-flood': 'слишком много от одного шлюза',
    'json-topic': 'JSON вместо protobuf',
    'status-topic': 'состояние шлюза',
    'topic-too-long': 'слишком длинный топик',
    'too-many-receptions': 'слишком много копий',
    'too-many-uplinks': 'слишком много топиков',
    ok_to_mqtt: 'не для MQTT',
    skip_node_ids: 'узел исключён',
    'queue-full': 'нет места',
  },
  upkeep: {
    title: 'Хранение',
    kept: { one: '{count} день', few: '{count} дня', many: '{count} дней' },
    forEver: 'бессрочно',
    packetsKept: 'Пакеты хранятся',
    positionsKept: 'Позиции хранятся',
    telemetryKept: 'Телеметрия хранится',
    nodesKept: 'Молчащие узлы хранятся',
    cleanup: 'Последняя очистка',
    backup: 'Последняя резервная копия',
    backupFailed: 'последняя попытка не удалась',
    off: 'выключено',
    perNode: 'Не более от узла',
    perGateway: 'Не более от шлюза',
    perMinute: {
      one: '{count} новый пакет в минуту',
      few: '{count} новых пакета в минуту',
      many: '{count} новых пакетов в минуту',
    },
    perHour: {
      one: '{count} новый пакет в час',
      few: '{count} новых пакета в час',
      many: '{count} новых пакетов в час',
    },
    messagesPerHour: {
      one: '{count} сообщение в час',
      few: '{count} сообщения в час',
      many: '{count} сообщений в час',
    },
  },
}

export const problems: Translation<typeof English.problems, OneFewMany> = {
  title: { one: '{count} неполадка', few: '{count} неполадки', many: '{count} неполадок' },
  clockUnset:
    'Часы этого компьютера показывают {date}: их ни разу не установили. Пока их не установят (сервер времени или вручную), пакеты хранятся со временем, которое продолжает время последнего, и ничего не удаляется.',
  writerMissing: 'С этой базой данных ещё не запускался ни один writer.',
  writerSilent: 'Writer не подаёт признаков жизни уже {seconds} с.',
  packetsWait: '{size} пакетов ждут на диске.',
  brokerAway: 'Writer не подключён к {broker} уже {period}.',
  brokerAwayBecause: 'Writer не подключён к {broker} уже {period}: {error}',
  nothingArrives:
    'Пакетов нет уже {silence}; за последнюю неделю необычным было бы и {usual}. Публикуют ли шлюзы по-прежнему, и в топик, на который есть подписка?',
  spoolGrows:
    '{size} пакетов ждут на диске: база данных не может их принять или принимает медленнее, чем они приходят.',
  diskNearlyFull:
    'Диск почти заполнен: свободно {free} из {total}. Освободите место или храните меньше ([retention]).',
  backupMissing:
    'Резервной копии нет, хотя [backup] требует её ежедневно. Причина — в журнале writer.',
  backupOverdue:
    'Последней резервной копии уже {age}, хотя [backup] требует её ежедневно. Причина — в журнале writer.',
}

export const apiPage: Translation<typeof English.apiPage, OneFewMany> = {
  title: 'API',
  about: 'для программ: JSON по GET, с любого сайта',
  openapi: 'OpenAPI 3.1',
  howTo: 'Как пользоваться',
  conventions:
    'Время — в микросекундах с 1970 года по UTC. Узел можно назвать десятичным числом, как 0x… или !…. Об ошибке в запросе сообщает {example} с кодом от 400 до 499.',
  parameter: 'Параметр',
  answer: 'Ответ',
  field: 'Поле',
  type: 'Тип',
  meaning: 'Значение',
}
