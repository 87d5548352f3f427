import type * as English from '../en/messages.js'
import type { Translation } from '../phrase.js'

export const chat: Translation<typeof English.chat> = {
  title: 'Chat',
  titleOn: 'Chat auf {channel}',
  about: 'Was an alle gesagt wurde, Neuestes zuerst',
  channels: 'Kanäle',
  none: 'Hier wurde noch nichts gesagt.',
  alert: 'Alarm',
  gatewaysTitle: 'Gateways, die es gehört haben',
  gateways: {
    one: '{count} Gateway',
    other: '{count} Gateways',
  },
  reactions: 'Reaktionen',
  reactedBy: 'von {names}',
  replyToOther: 'Antwort auf {link|ein anderes Paket}',
}

export const net: Translation<typeof English.net> = {
  title: 'Wöchentliche Runde',
  download: 'CSV herunterladen',
  noTag: 'Es ist kein Schlagwort eingestellt, das eine Nachricht zur Anmeldung macht.',
  usualMessage: 'Die wöchentliche Runde: Wer ist da?',
  explained: 'Eine Nachricht mit {tag} gilt als Anmeldung. Wochen beginnen am Montag.',
  thisWeek: 'Diese Woche',
  olderWeeks: 'Frühere Wochen',
  weekOf: 'Woche ab {date}',
  counts: '{stations}, {messages}',
  stations: {
    one: '{count} Station',
    other: '{count} Stationen',
  },
  messages: {
    one: '{count} Nachricht',
    other: '{count} Nachrichten',
  },
  nobody: 'Niemand hat sich gemeldet.',
  checkedIn: 'angemeldet',
  again: {
    one: 'Noch eine Nachricht',
    other: '{count} weitere Nachrichten',
  },
}
