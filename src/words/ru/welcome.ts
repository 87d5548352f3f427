import type * as English from '../en/welcome.js'
import type { OneFewMany, Translation } from '../phrase.js'

export const welcome: Translation<typeof English.welcome, OneFewMany> = {
  title: 'Добро пожаловать',
  heading: 'Добро пожаловать. Пока ничего не слышно.',
  leadHere:
    'MeshView показывает сеть Meshtastic такой, какой её слышат шлюзы. Достаточно направить один шлюз на этот компьютер — и через секунды здесь появятся его пакеты.',
  leadBroker:
    'MeshView показывает сеть Meshtastic такой, какой её слышат шлюзы. Достаточно направить один шлюз на брокер, который читает этот сайт, — и через секунды здесь появятся его пакеты.',
  waitingStill: 'Ожидание первого пакета. Обновить страницу, чтобы увидеть, пришёл ли он.',
  unusable: {
    one: 'Пришло {count} сообщение, но пригодных пакетов нет. {link|Почему — на странице состояния.}',
    few: 'Пришло {count} сообщения, но пригодных пакетов нет. {link|Почему — на странице состояния.}',
    many: 'Пришло {count} сообщений, но пригодных пакетов нет. {link|Почему — на странице состояния.}',
  },
  noRadio:
    'Нет устройства под рукой? {command} запускает сайт на имитации сети, с отдельной базой данных.',
  settings: 'В приложении Meshtastic: настройки модулей, MQTT',
  mqttEnabled: 'MQTT включён',
  on: 'вкл.',
  off: 'выкл.',
  address: 'Адрес',
  or: 'или',
  port: 'Порт',
  credentials: 'Имя пользователя и пароль',
  credentialsAny: 'любые; можно не менять',
  credentialsBroker: 'какие требует этот брокер',
  credentialsConfig: 'как в {section} в config.ini',
  encryption: 'Шифрование включено',
  json: 'Вывод JSON включён',
  tls: 'TLS включён',
  topic: 'Корневой топик',
  region:
    'REGION — регион устройства, как в {europe} или {america}: приложение подставит его само.',
  steps: 'И на том же устройстве',
  stepNetwork:
    '{strong|Выход в сеть.} Включить Wi-Fi или Ethernet в разделе {menu|Network}. Устройство без них работает через телефон: {item|MQTT client proxy}.',
  stepChannel:
    '{strong|Канал, который передаётся дальше.} Открыть основной канал и включить {item|Uplink enabled}.',
  stepConsent:
    '{strong|Согласие.} В разделе {menu|LoRa} пункт {item|OK to MQTT} разрешает другим шлюзам передавать пакеты этого устройства.',
  stepPacket: '{strong|Первый пакет.} Отправить сообщение в канал или дождаться следующей позиции.',
}

export const welcomeState: Translation<typeof English.welcomeState, OneFewMany> = {
  waiting: 'Ожидание первого пакета…',
  here: 'Вот он.',
  noAnswer: 'Сервер не отвечает; новая попытка…',
}
