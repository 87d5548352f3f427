/** The first page of a site that has heard nothing. */
export const welcome = {
  title: 'Welcome',
  heading: 'Welcome. Nothing has been heard yet.',
  leadHere:
    'MeshView shows a Meshtastic mesh as its gateways hear it. Point one gateway at this machine, and its packets appear here within seconds.',
  leadBroker:
    'MeshView shows a Meshtastic mesh as its gateways hear it. Point one gateway at the broker that this site reads, and its packets appear here within seconds.',
  waitingStill: 'Waiting for the first packet. Reload this page to see whether it came.',
  unusable: {
    one: 'One message came, but none was a packet that could be kept. {link|The status page says why.}',
    other:
      '{count} messages came, but none was a packet that could be kept. {link|The status page says why.}',
  },
  noRadio:
    'No radio at hand? {command} runs the site on a simulated mesh, in a database of its own.',
  settings: 'In the Meshtastic app: module settings, MQTT',
  mqttEnabled: 'MQTT enabled',
  on: 'on',
  off: 'off',
  address: 'Address',
  or: 'or',
  port: 'Port',
  credentials: 'Username and password',
  credentialsAny: 'any; leave them as they are',
  credentialsBroker: 'as that broker wants them',
  credentialsConfig: 'as in {section} of config.ini',
  encryption: 'Encryption enabled',
  json: 'JSON output enabled',
  tls: 'TLS enabled',
  topic: 'Root topic',
  region:
    'REGION is the region of the radio, as in {europe} or {america}: the app fills it in by itself.',
  steps: 'And on the same radio',
  stepNetwork:
    '{strong|A way into the network.} Turn on Wi-Fi or Ethernet under {menu|Network}. A radio without either goes through the phone with {item|MQTT client proxy}.',
  stepChannel:
    '{strong|A channel that is passed on.} Open the primary channel and turn on {item|Uplink enabled}.',
  stepConsent:
    "{strong|Consent.} Under {menu|LoRa}, {item|OK to MQTT} lets other gateways pass this radio's packets on.",
  stepPacket:
    '{strong|A first packet.} Send a message on the channel, or wait for the next position.',
} as const

/** What the welcome page says while it waits. */
export const welcomeState = {
  waiting: 'Waiting for the first packet…',
  here: 'Here it is.',
  noAnswer: 'The server does not answer; trying again…',
} as const
