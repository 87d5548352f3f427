import type * as English from '../en/welcome.js'
import type { Translation } from '../phrase.js'

export const welcome: Translation<typeof English.welcome> = {
  title: 'Bienvenida',
  heading: 'Bienvenida. Aún no se ha oído nada.',
  leadHere:
    'MeshView muestra una malla Meshtastic tal como la oyen sus pasarelas. Basta dirigir una pasarela a esta máquina y sus paquetes aparecerán aquí en segundos.',
  leadBroker:
    'MeshView muestra una malla Meshtastic tal como la oyen sus pasarelas. Basta dirigir una pasarela al broker que lee este sitio y sus paquetes aparecerán aquí en segundos.',
  waitingStill: 'Esperando el primer paquete. Recargar esta página para ver si ha llegado.',
  unusable: {
    one: 'Llegó un mensaje, pero no era un paquete que se pudiera conservar. {link|La página de estado dice por qué.}',
    other:
      'Llegaron {count} mensajes, pero ninguno era un paquete que se pudiera conservar. {link|La página de estado dice por qué.}',
  },
  noRadio:
    '¿Ninguna radio a mano? {command} ejecuta el sitio con una malla simulada, en una base de datos propia.',
  settings: 'En la aplicación Meshtastic: ajustes de módulos, MQTT',
  mqttEnabled: 'MQTT activado',
  on: 'sí',
  off: 'no',
  address: 'Dirección',
  or: 'o',
  port: 'Puerto',
  credentials: 'Usuario y contraseña',
  credentialsAny: 'cualesquiera; dejarlos como están',
  credentialsBroker: 'los que pida ese broker',
  credentialsConfig: 'como en {section} de config.ini',
  encryption: 'Cifrado activado',
  json: 'Salida JSON activada',
  tls: 'TLS activado',
  topic: 'Tema raíz',
  region:
    'REGION es la región de la radio, como en {europe} o {america}: la aplicación la rellena sola.',
  steps: 'Y en la misma radio',
  stepNetwork:
    '{strong|Una vía a la red.} Activar Wi-Fi o Ethernet en {menu|Network}. Una radio sin ninguno pasa por el teléfono con {item|MQTT client proxy}.',
  stepChannel:
    '{strong|Un canal que se retransmite.} Abrir el canal primario y activar {item|Uplink enabled}.',
  stepConsent:
    '{strong|Consentimiento.} En {menu|LoRa}, {item|OK to MQTT} permite que otras pasarelas retransmitan los paquetes de esta radio.',
  stepPacket:
    '{strong|Un primer paquete.} Enviar un mensaje por el canal o esperar la siguiente posición.',
}

export const welcomeState: Translation<typeof English.welcomeState> = {
  waiting: 'Esperando el primer paquete…',
  here: 'Aquí está.',
  noAnswer: 'El servidor no responde; se intenta de nuevo…',
}
