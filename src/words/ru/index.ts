import type { en } from '../en/index.js'
import type { OneFewMany, Translation } from '../phrase.js'
import { about, glossary } from './about.js'
import { charts, telemetry } from './charts.js'
import { common, live, names, packetRow, ports } from './common.js'
import { coverage } from './coverage.js'
import { feed, previews } from './feed.js'
import { gateways, links } from './links.js'
import { candidates, filters, firehose, lengths, nodelist, periods } from './lists.js'
import { malformed } from './malformed.js'
import { drawing, graph, mapCard, mapPage, mapTable } from './map.js'
import { chat, net } from './messages.js'
import { contact, heardTable, keyWarning, node, nodeCharts, nodeFacts, position } from './node.js'
import { oldKeys } from './old-keys.js'
import { packet } from './packet.js'
import { payload } from './payload.js'
import { search, shares } from './search.js'
import { errors, menu, shell, symbols, units } from './shell.js'
import { stats, top } from './stats.js'
import { apiPage, migrating, problems, status } from './status.js'
import { fieldNames, roles, routingResults, said } from './terms.js'
import { packetChoice, receptions, traceroute, traceroutes } from './traceroutes.js'
import { waypoints } from './waypoints.js'
import { welcome, welcomeState } from './welcome.js'

export const ru: Translation<typeof en, OneFewMany> = {
  about,
  apiPage,
  candidates,
  charts,
  chat,
  common,
  contact,
  coverage,
  drawing,
  errors,
  feed,
  fieldNames,
  filters,
  firehose,
  gateways,
  glossary,
  graph,
  heardTable,
  keyWarning,
  lengths,
  links,
  live,
  malformed,
  mapCard,
  mapPage,
  mapTable,
  menu,
  migrating,
  names,
  net,
  node,
  nodeCharts,
  nodeFacts,
  nodelist,
  oldKeys,
  packet,
  packetChoice,
  packetRow,
  payload,
  periods,
  ports,
  position,
  previews,
  problems,
  receptions,
  roles,
  routingResults,
  said,
  search,
  shares,
  shell,
  stats,
  status,
  symbols,
  telemetry,
  top,
  traceroute,
  traceroutes,
  units,
  waypoints,
  welcome,
  welcomeState,
}
