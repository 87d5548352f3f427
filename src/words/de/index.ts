import type { en } from '../en/index.js'
import type { Translation } from '../phrase.js'
import { about } from './about.js'
import { common, live, names, packetRow, ports } from './common.js'
import { feed, previews } from './feed.js'
import { candidates, filters, firehose, lengths, nodelist, periods } from './lists.js'
import { chat, net } from './messages.js'
import { packet } from './packet.js'
import { payload } from './payload.js'
import { search, shares } from './search.js'
import { errors, menu, shell, units } from './shell.js'
import { packetChoice, receptions, traceroute, traceroutes } from './traceroutes.js'
import { waypoints } from './waypoints.js'
import { welcome, welcomeState } from './welcome.js'

export const de: Translation<typeof en> = {
  about,
  candidates,
  chat,
  common,
  errors,
  feed,
  filters,
  firehose,
  lengths,
  live,
  menu,
  names,
  net,
  nodelist,
  packet,
  packetChoice,
  packetRow,
  payload,
  periods,
  ports,
  previews,
  receptions,
  search,
  shares,
  shell,
  traceroute,
  traceroutes,
  units,
  waypoints,
  welcome,
  welcomeState,
}
