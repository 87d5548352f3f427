import type * as English from '../en/messages.js'
import type { Translation } from '../phrase.js'

export const chat: Translation<typeof English.chat> = {
  title: 'Chat',
  titleOn: 'Chat en {channel}',
  about: 'Lo que se dijo a todos, lo más reciente primero',
  channels: 'Canales',
  none: 'Aquí aún no se ha dicho nada.',
  alert: 'Alerta',
  gatewaysTitle: 'Pasarelas que lo oyeron',
  gateways: {
    one: '{count} pasarela',
    other: '{count} pasarelas',
  },
  reactions: 'Reacciones',
  reactedBy: 'de {names}',
  replyToOther: 'en respuesta a {link|otro paquete}',
}

export const net: Translation<typeof English.net> = {
  title: 'Rueda semanal',
  download: 'Descargar CSV',
  noTag: 'No hay configurada ninguna etiqueta que convierta un mensaje en un registro.',
  usualMessage: 'Mensaje semanal de presencia en la malla.',
  explained: 'Un mensaje con {tag} es un registro. Las semanas empiezan en lunes.',
  thisWeek: 'Esta semana',
  olderWeeks: 'Semanas anteriores',
  weekOf: 'Semana del {date}',
  counts: '{stations}, {messages}',
  stations: {
    one: '{count} estación',
    other: '{count} estaciones',
  },
  messages: {
    one: '{count} mensaje',
    other: '{count} mensajes',
  },
  nobody: 'Nadie se ha registrado.',
  checkedIn: 'registrado',
  again: {
    one: 'Otro mensaje',
    other: '{count} mensajes más',
  },
}
