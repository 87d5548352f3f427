import type * as English from '../en/search.js'
import type { Translation } from '../phrase.js'

export const search: Translation<typeof English.search> = {
  title: 'Suche',
  titleOf: 'Suche: {words}',
  lead: 'Name oder ID eines Knotens, Nummer eines Pakets oder Wörter einer Nachricht',
  find: 'Suchen',
  nothing: 'Nichts dergleichen ist hier gespeichert.',
  whyNot: 'Warum ist der Knoten {id} nicht hier?',
  nodes: 'Knoten',
  allNodes: 'alle',
  packets: 'Pakete',
  messages: 'Nachrichten',
}

export const shares: Translation<typeof English.shares> = {
  share: 'Anteil',
  percent: 'Prozent',
  nothing: 'Nichts in diesem Zeitraum.',
  more: '{count} weitere',
}
