import type * as English from '../en/about.js'
import type { Translation } from '../phrase.js'

export const about: Translation<typeof English.about> = {
  title: 'Über',
  heading: 'Über diese Seite',
  lead: 'Gateways des Mesh geben über MQTT weiter, was sie per Funk hören. Was hier ankommt, wird mit bekanntem Schlüssel entschlüsselt, eine Weile aufbewahrt und auf diesen Seiten gezeigt. Ein Knoten erscheint hier nur, wenn ihn ein Gateway, das hierher meldet, direkt oder über andere hört.',
  why: 'Warum ist mein Knoten nicht hier?',
  whyText: 'Die ID eingeben, wie die App sie zeigt, etwa !7c5a1101.',
  nodeId: 'Knoten-ID',
  noId: 'Das ist keine Knoten-ID: eine Zahl mit 32 Bit, dezimal, 0x… oder !….',
  everything: 'Alles, was über ihn bekannt ist',
  yes: 'ja',
  no: 'nein',
  heard: {
    title: 'Gehört',
    never: 'nie',
    notLately: 'zuletzt nicht',
    nothing: 'Von {id} ist hier noch nie etwas angekommen. Was zu prüfen ist:',
    nothingOrForgotten:
      'Von {id} ist hier noch nie etwas angekommen, oder seit {days} Tagen nicht mehr; danach wird ein Knoten vergessen. Was zu prüfen ist:',
    hintNear:
      'Ist ein Gateway nahe genug, um ihn zu hören, oder ein Knoten, der für ihn weitergibt?',
    hintSame:
      'Haben Gateway und Knoten dieselbe Region, dasselbe Modem-Preset und denselben Frequenz-Slot?',
    hintUplink: 'Ist am Gateway der Uplink für den Kanal eingeschaltet?',
    hintBroker:
      'Veröffentlicht das Gateway an den Broker und das Root-Topic, die diese Seite liest?',
    when: 'Zuletzt {last}, zum ersten Mal {first}.',
    quiet: 'Listen des letzten Tages oder der letzten Woche zeigen ihn womöglich nicht.',
  },
  byWhom: {
    title: 'Von Gateways gemeldet',
    notKnown: 'nicht bekannt',
    notKept:
      'Seine Pakete sind nicht mehr gespeichert; wer sie gehört hat, ist daher nicht bekannt.',
    gateways: 'Gateways, die seine letzten Pakete gemeldet haben:',
  },
  decrypted: {
    title: 'Entschlüsselt',
    nothingToRead: 'nichts zu lesen',
    onlyMentioned: 'Er wurde nur von anderen erwähnt; von ihm selbst ist nichts angekommen.',
    read: '{read} von {total} Paketen waren lesbar.',
    others:
      'Die übrigen sind für einen einzelnen Knoten verschlüsselt oder mit dem Schlüssel eines Kanals, der hier nicht gelesen wird.',
    all: 'alles',
    nothing: 'nichts',
    most: 'das meiste',
    some: 'einiges',
  },
  named: {
    title: 'Benannt',
    notYet:
      'Sein Name ist noch nicht angekommen. Knoten nennen ihn alle paar Stunden; bis dahin hat er nur eine Nummer.',
    told: 'Er hat seinen Namen {ago} genannt.',
  },
  positioned: {
    title: 'Auf der Karte',
    told: 'Er hat seine Position {ago} gemeldet.',
    none: 'Eine lesbare Position ist nicht angekommen. Vielleicht hat er keine, teilt sie auf diesem Kanal nicht oder sendet sie nur auf einem Kanal, der hier nicht gelesen wird.',
  },
  filtered: {
    title: 'Zugelassen',
    excluded: 'Der Betreiber dieser Seite hat diesen Knoten ausgeschlossen.',
    rules: 'Keine Regel dieser Seite betrifft nur diesen Knoten. Regeln für alle:',
    perMinute: 'Höchstens {limit} neue Pakete pro Minute von einem Absender.',
    perHour: 'Höchstens {limit} neue Pakete pro Stunde von einem Absender.',
    dropped: 'Pakete, deren Absender MQTT nicht zustimmt, werden verworfen.',
    headers: 'Von Paketen, deren Absender MQTT nicht zustimmt, wird nur der Kopf aufbewahrt.',
    forgotten: 'Ein Knoten, der {days} Tage nicht gehört wurde, wird vergessen.',
    count: 'Bisher haben Regeln {messages} Nachrichten ausgeschlossen.',
  },
}

export const glossary: Translation<typeof English.glossary> = {
  title: 'Die Wörter auf diesen Seiten',
  terms: {
    node: {
      name: 'Knoten',
      text: 'Ein Funkgerät des Mesh: in der Tasche, auf dem Dach, am Fahrrad.',
    },
    gateway: {
      name: 'Gateway',
      text: 'Ein Knoten, der über das Internet weitergibt, was er hört. Alles, was diese Seite weiß, kommt von Gateways.',
    },
    packet: {
      name: 'Paket',
      text: 'Eine Nachricht über Funk, was immer sie sagt: Worte, eine Position, ein Messwert.',
    },
    channel: {
      name: 'Kanal',
      text: 'Knoten mit demselben Kanal und seinem Schlüssel können einander lesen. Mit LongFast fangen die meisten an.',
    },
    hop: {
      name: 'Hop, Weitergabe',
      text: 'Knoten geben Pakete füreinander weiter. Direkt heißt: ohne Weitergabe gehört; bei 2 Hops lagen zwei Knoten dazwischen.',
    },
    snr: {
      name: 'SNR',
      text: 'Wie weit ein Signal aus dem Rauschen ragt, in dB: je höher, desto besser. Um −20 wird nichts mehr verstanden.',
    },
    rssi: {
      name: 'RSSI',
      text: 'Wie stark ein Signal ankommt, in dBm: −80 ist stark, −120 ist schwach.',
    },
    air: {
      name: 'Kanal belegt',
      text: 'Der Anteil der Zeit, in dem jemand sendet. Bei mehr als 25 % halten Funkgeräte eigene Berichte zurück.',
    },
    traceroute: {
      name: 'Traceroute',
      text: 'Eine Frage an einen Knoten, die jeden Knoten auf ihrem Weg notiert, hin und zurück.',
    },
  },
}
