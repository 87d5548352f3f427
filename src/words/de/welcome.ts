import type * as English from '../en/welcome.js'
import type { Translation } from '../phrase.js'

export const welcome: Translation<typeof English.welcome> = {
  title: 'Willkommen',
  heading: 'Willkommen. Noch wurde nichts gehört.',
  leadHere:
    'MeshView zeigt ein Meshtastic-Mesh, wie seine Gateways es hören. Ein Gateway auf diesen Rechner richten, und seine Pakete erscheinen hier binnen Sekunden.',
  leadBroker:
    'MeshView zeigt ein Meshtastic-Mesh, wie seine Gateways es hören. Ein Gateway auf den Broker richten, den diese Seite liest, und seine Pakete erscheinen hier binnen Sekunden.',
  waitingStill: 'Warten auf das erste Paket. Seite neu laden, um zu sehen, ob es da ist.',
  unusable: {
    one: 'Eine Nachricht kam, aber sie war kein Paket, das sich aufbewahren ließ. {link|Die Statusseite sagt, warum.}',
    other:
      '{count} Nachrichten kamen, aber keine war ein Paket, das sich aufbewahren ließ. {link|Die Statusseite sagt, warum.}',
  },
  noRadio:
    'Kein Funkgerät zur Hand? {command} startet die Seite mit einem simulierten Mesh und eigener Datenbank.',
  settings: 'In der Meshtastic-App: Moduleinstellungen, MQTT',
  mqttEnabled: 'MQTT aktiviert',
  on: 'ein',
  off: 'aus',
  address: 'Adresse',
  or: 'oder',
  port: 'Port',
  credentials: 'Benutzername und Passwort',
  credentialsAny: 'beliebig; unverändert lassen',
  credentialsBroker: 'wie jener Broker sie verlangt',
  credentialsConfig: 'wie in {section} der config.ini',
  encryption: 'Verschlüsselung aktiviert',
  json: 'JSON-Ausgabe aktiviert',
  tls: 'TLS aktiviert',
  topic: 'Root-Topic',
  region:
    'REGION ist die Region des Funkgeräts, wie in {europe} oder {america}: Die App trägt sie selbst ein.',
  steps: 'Und am selben Funkgerät',
  stepNetwork:
    '{strong|Ein Weg ins Netz.} WLAN oder Ethernet unter {menu|Network} einschalten. Ein Funkgerät ohne beides geht mit {item|MQTT client proxy} über das Telefon.',
  stepChannel:
    '{strong|Ein Kanal, der weitergegeben wird.} Den primären Kanal öffnen und {item|Uplink enabled} einschalten.',
  stepConsent:
    '{strong|Einverständnis.} Unter {menu|LoRa} erlaubt {item|OK to MQTT} anderen Gateways, die Pakete dieses Funkgeräts weiterzugeben.',
  stepPacket:
    '{strong|Ein erstes Paket.} Eine Nachricht auf dem Kanal senden oder die nächste Position abwarten.',
}

export const welcomeState: Translation<typeof English.welcomeState> = {
  waiting: 'Warten auf das erste Paket…',
  here: 'Da ist es.',
  noAnswer: 'Der Server antwortet nicht; neuer Versuch…',
}
