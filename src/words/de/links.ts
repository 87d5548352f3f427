/** Die längsten Funkverbindungen. */
export const links = {
  title: 'Längste Verbindungen',
  about: 'Wie weit Funk zwischen zwei Knoten getragen hat, ohne Weitergabe',
  node: 'Knoten, an einem der Enden',
  kind: 'Nachgewiesen durch',
  first: 'Erster',
  second: 'Zweiter',
  there: 'Zweiter hört ersten',
  back: 'Erster hört zweiten',
  countShort: 'mal',
  columns: {
    metres: 'Entfernung',
    snr: 'Signal',
    count: 'Anzahl',
    last_seen_us: 'Zuletzt',
  },
  none: 'Keine Verbindung zwischen zwei Knoten mit bekanntem Ort passt.',
  listEnds: 'Die Liste endet vor dieser Seite.',
  note: 'Nach den zuletzt gemeldeten Orten. Weggelassen sind Verbindungen über 400 km und solche, bei denen ein Ort ungenauer gemeldet ist, als die Verbindung lang ist.',
} as const

/** Zwei Gateways nebeneinander. */
export const gateways = {
  title: 'Gateways vergleichen',
  about: 'Was zwei Gateways in derselben Zeit gehört haben, und wie gut',
  first: 'Erstes Gateway',
  second: 'Zweites Gateway',
  none: 'Dazu müssen erst zwei Gateways gehört werden.',
  packets: 'Pakete',
  packetsShort: 'Pakete',
  heardBy: 'Gehört von',
  both: 'Beide',
  only: 'Nur {gateway}',
  hops: 'Wie oft vorher weitergegeben',
  relays: 'Weitergaben',
  direct: 'direkt',
  unknown: 'unbekannt',
  senders: 'Knoten, die beide direkt hören',
  noSender:
    'In dieser Zeit haben die beiden kein Paket gemeinsam direkt von seinem Absender gehört.',
  node: 'Knoten',
  firstShort: 'erstes',
  secondShort: 'zweites',
  snrDifference: 'SNR-Unterschied',
  rssiDifference: 'RSSI-Unterschied',
  differenceNote:
    'Mittel über die Pakete, die beide direkt vom Knoten gehört haben; über null hört ihn das erste Gateway besser.',
  cut: 'Verglichen werden die neuesten {most} Empfänge des Gateways, das mehr hört; das ist weniger als der Zeitraum.',
} as const
