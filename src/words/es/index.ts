import type { en } from '../en/index.js'
import type { Translation } from '../phrase.js'
import { common, live, names, packetRow, ports } from './common.js'
import { candidates, filters, firehose, lengths, nodelist, periods } from './lists.js'
import { packet } from './packet.js'
import { payload } from './payload.js'
import { errors, menu, shell, units } from './shell.js'

export const es: Translation<typeof en> = {
  candidates,
  common,
  errors,
  filters,
  firehose,
  lengths,
  live,
  menu,
  names,
  nodelist,
  packet,
  packetRow,
  payload,
  periods,
  ports,
  shell,
  units,
}
