import type * as English from '../en/old-keys.js'
import type { Translation } from '../phrase.js'

export const oldKeys: Translation<typeof English.oldKeys> = {
  replyingTo: 'В ответ на',
  packetDetails: 'Подробности о пакете',
  resume: 'Продолжить',
  packetId: 'ID пакета',
  nodeId: 'ID узла',
  hexId: 'ID в шестнадцатеричном виде',
  allFirmware: 'Все версии прошивки',
  numberOfMessages: 'Число сообщений',
}
