import type * as English from '../en/feed.js'
import type { Translation } from '../phrase.js'

export const feed: Translation<typeof English.feed> = {
  live: 'Pakete kommen an',
  silent: 'Kein Paket seit {age}',
  down: 'Der Writer ist nicht verbunden',
  reconnecting: 'Verbindung wird wiederhergestellt',
  migrating: 'Die Datenbank wird auf den neuen Stand gebracht',
}

export const previews: Translation<typeof English.previews> = {
  site: 'Ein Mesh aus Meshtastic-Funkgeräten, live',
  map: 'Wo die Knoten des Mesh sind, wer wen hört und was sie senden',
  nodelist: 'Alle gehörten Knoten: Name, Hardware, Rolle, Kanal, Position',
  chat: 'Was im Mesh an alle gesagt wurde',
  firehose: 'Jedes Paket des Mesh, sobald es ankommt',
  traceroutes: 'Die Wege der Pakete durch das Mesh, mit dem Signal jedes Hops',
  traceroute: 'Die Hops eines Pakets hin und zurück, mit dem Signal von jedem',
  nodegraph: 'Wer wen im Mesh hört',
  stats: 'Das Mesh in Zahlen: Pakete, Knoten, Gateways, Hardware, Rollen',
  top: 'Wer am meisten sendet, wer am besten gehört wird, welche Gateways am meisten hören',
  links: 'Die längsten Funkverbindungen des Mesh, mit Signal und Entfernung.',
  gateways: 'Zwei Gateways des Mesh nebeneinander: was jedes hört, und wie gut.',
  net: 'Die Anmeldungen der wöchentlichen Runde',
  heatmap: 'Wo das Mesh dicht ist und wo viel gesendet wird',
  about: 'Wurde mein Knoten gehört, und warum ist er nicht auf der Karte?',
  status: 'Ob Pakete ankommen und was aus ihnen wurde',
  senders: 'Mehrere Absender haben diese Paket-ID verwendet',
  gateway: 'Gateway',
  packet: {
    one: 'Von {name}, von {count} Gateway gehört',
    other: 'Von {name}, von {count} Gateways gehört',
  },
  sent: {
    one: '{count} Paket in 24 Stunden',
    other: '{count} Pakete in 24 Stunden',
  },
}
