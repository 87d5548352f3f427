import type * as English from '../en/status.js'
import type { Translation } from '../phrase.js'

export const migrating: Translation<typeof English.migrating> = {
  title: 'Vorbereitung',
  goesOver: 'Diese Seite wechselt von selbst zur Website.',
  cannotRead: 'Die Datenbank ist nicht lesbar',
  moment: 'Einen Moment',
  newer: 'Die Datenbank ist neuer als dieses Programm',
  failed: 'Die letzte Migration ist fehlgeschlagen',
  updating: 'Die Datenbank wird auf den neuesten Stand gebracht',
  starting: 'Start läuft.',
  ready: 'Die Datenbank ist bereit.',
  unreachable: 'Die Datenbank ist nicht lesbar: {reason}. Neuer Versuch alle {seconds} s.',
  current: 'Die Datenbank ist auf dem neuesten Stand.',
  empty: 'Warten, bis der Writer die Datenbank anlegt.',
  newerVersion:
    'Die Datenbank stammt von einer neueren Version (Revision {revisions}); diese Version installieren.',
  behind: 'Die Datenbank wartet auf ihre Migration.',
  behindFailed: 'Die Datenbank wartet auf ihre Migration; der letzte Versuch scheiterte: {error}',
  phases: {
    idle: 'Vorbereitung',
    backup: 'Sicherung',
    upgrade: 'Aktualisierung',
    downgrade: 'Rückstufung',
    failed: 'Fehlschlag',
  },
  step: 'Die Datenbank wird auf den neuesten Stand gebracht: {what}.',
  stepOf:
    'Die Datenbank wird auf den neuesten Stand gebracht: {what} (Schritt {step} von {steps}).',
  gaveUp:
    'Seit einer Minute migriert sie niemand: Läuft der Writer? Sobald er läuft, erscheint die Website von selbst.',
  rows: '{done} von {total} Zeilen ({percent} %).',
  rowsLeft: '{done} von {total} Zeilen ({percent} %), noch etwa {left}.',
}

export const status: Translation<typeof English.status> = {
  title: 'Status',
  intake: 'Annahme',
  noWriter: 'Noch kein Writer hat diese Datenbank bedient.',
  broker: 'Broker',
  connectedSince: 'Verbunden seit',
  lastMessage: 'Letzte Nachricht',
  noneYet: 'noch keine',
  error: 'Fehler',
  runningSince: 'Läuft seit',
  lastSign: 'Letztes Lebenszeichen',
  version: 'Version',
  notRunning: 'läuft nicht',
  notConnected: 'nicht verbunden',
  connected: 'verbunden',
  attention: {
    title: 'Wer Besuch braucht',
    silent: 'Verstummte Gateways',
    silentAbout: 'Haben diese Woche etwas geliefert, aber seit sechs Stunden nichts mehr.',
    lastUplink: 'Zuletzt geliefert',
    low: 'Schwache Akkus',
    lowAbout: 'Haben im letzten Tag gemeldet, dass 20 % oder weniger übrig sind.',
    charge: 'Ladung',
    node: 'Knoten',
  },
  database: 'Datenbank',
  packets: 'Pakete',
  receptions: 'Empfänge',
  nodes: 'Knoten',
  newestPacket: 'Neuestes Paket',
  size: 'Größe',
  freeOnDisk: 'Frei auf dem Datenträger',
  freeOf: '{free} von {total}',
  waiting: 'Wartet auf dem Datenträger',
  noMessages:
    'Seit diese Datenbank angelegt oder übernommen wurde, ist keine Nachricht angekommen.',
  became: {
    one: 'Was aus {count} Nachricht wurde',
    other: 'Was aus {count} Nachrichten wurde',
  },
  outcome: 'Ergebnis',
  messages: 'Nachrichten',
  share: 'Anteil',
  meaning: 'Bedeutung',
  outcomes: {
    stored: 'Gespeichert',
    duplicate: 'Doppelt',
    encrypted: 'Verschlüsselt',
    filtered: 'Gefiltert',
    malformed: 'Fehlerhaft',
  },
  explanations: {
    stored: 'Ein Paket, oder ein weiteres Gateway, das ein bekanntes gehört hat.',
    duplicate: 'Dasselbe Gateway meldete dasselbe noch einmal.',
    encrypted: 'Aufbewahrt, aber keiner der bekannten Schlüssel öffnet es.',
    filtered: 'Durch eine Regel der Konfiguration ausgelassen.',
    malformed: 'Nicht verstanden und beiseitegelegt.',
  },
  /** The rules by which messages are left out. */
  rules: {
    flood: 'zu viele von einem Knoten',
    'gateway-flood': 'zu viele von einem Gateway',
    'json-topic': 'JSON statt Protobuf',
    'status-topic': 'Status eines Gateways',
    'topic-too-long': 'Topic zu lang',
    'too-many-receptions': 'zu viele Kopien',
    'too-many-uplinks': 'zu viele Topics',
    ok_to_mqtt: 'nicht für MQTT bestimmt',
    skip_node_ids: 'Knoten ausgenommen',
    'queue-full': 'kein Platz mehr',
  },
  upkeep: {
    title: 'Aufbewahrung',
    kept: { one: '{count} Tag', other: '{count} Tage' },
    forEver: 'für immer',
    packetsKept: 'Pakete bleiben',
    positionsKept: 'Positionen bleiben',
    telemetryKept: 'Telemetrie bleibt',
    nodesKept: 'Stille Knoten bleiben',
    cleanup: 'Zuletzt aufgeräumt',
    backup: 'Neueste Sicherung',
    backupFailed: 'der letzte Versuch schlug fehl',
    off: 'aus',
    perNode: 'Höchstens von einem Knoten',
    perGateway: 'Höchstens von einem Gateway',
    perMinute: {
      one: '{count} neues Paket pro Minute',
      other: '{count} neue Pakete pro Minute',
    },
    perHour: {
      one: '{count} neues Paket pro Stunde',
      other: '{count} neue Pakete pro Stunde',
    },
    messagesPerHour: {
      one: '{count} Nachricht pro Stunde',
      other: '{count} Nachrichten pro Stunde',
    },
  },
}

export const problems: Translation<typeof English.problems> = {
  title: { one: 'Etwas stimmt nicht', other: '{count} Dinge stimmen nicht' },
  clockUnset:
    'Die Uhr dieses Rechners sagt {date}, wurde also nie gestellt. Bis sie gestellt ist (von einem Zeitserver oder von Hand), stehen Pakete unter Zeiten, die beim neuesten weitergehen, und es wird nichts gelöscht.',
  writerMissing: 'Auf dieser Datenbank ist noch kein Writer gestartet.',
  writerSilent: 'Der Writer hat seit {seconds} s kein Lebenszeichen gegeben.',
  packetsWait: '{size} an Paketen warten auf dem Datenträger.',
  brokerAway: 'Der Writer ist seit {period} nicht mit {broker} verbunden.',
  brokerAwayBecause: 'Der Writer ist seit {period} nicht mit {broker} verbunden: {error}',
  nothingArrives:
    'Seit {silence} ist kein Paket gekommen; in der letzten Woche wären {usual} ungewöhnlich gewesen. Senden die Gateways noch, und an ein abonniertes Topic?',
  spoolGrows:
    '{size} an Paketen warten auf dem Datenträger: Die Datenbank kann sie nicht aufnehmen, oder nicht so schnell, wie sie kommen.',
  diskNearlyFull:
    'Der Datenträger ist fast voll: {free} von {total} sind frei. Platz schaffen oder weniger behalten ([retention]).',
  backupMissing:
    'Es gibt keine Sicherung, obwohl [backup] täglich eine verlangt. Das Protokoll des Writers sagt, warum.',
  backupOverdue:
    'Die neueste Sicherung ist {age} alt, obwohl [backup] täglich eine verlangt. Das Protokoll des Writers sagt, warum.',
}

export const apiPage: Translation<typeof English.apiPage> = {
  title: 'API',
  about: 'für Programme: JSON per GET, von jeder Herkunft',
  openapi: 'OpenAPI 3.1',
  howTo: 'Wie man sie benutzt',
  conventions:
    'Zeiten sind Mikrosekunden seit 1970 in UTC. Ein Knoten darf dezimal, als 0x… oder !… genannt sein. Was an einer Anfrage falsch ist, steht in {example} mit einem Status von 400 bis 499.',
  parameter: 'Parameter',
  answer: 'Antwort',
  field: 'Feld',
  type: 'Typ',
  meaning: 'Bedeutung',
}
