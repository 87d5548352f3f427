import type * as English from '../en/status.js'
import type { Translation } from '../phrase.js'

export const migrating: Translation<typeof English.migrating> = {
  title: 'Preparando',
  goesOver: 'Esta página pasará sola al sitio.',
  cannotRead: 'No se puede leer la base de datos',
  moment: 'Un momento',
  newer: 'La base de datos es más nueva que este programa',
  failed: 'La última migración falló',
  updating: 'La base de datos se está actualizando',
  starting: 'Iniciando.',
  ready: 'La base de datos está lista.',
  unreachable: 'No se puede leer la base de datos: {reason}. Se intenta de nuevo cada {seconds} s.',
  current: 'La base de datos está al día.',
  empty: 'Esperando a que el writer cree la base de datos.',
  newerVersion:
    'La base de datos la escribió una versión más nueva (revisión {revisions}); hay que instalar esa versión.',
  behind: 'La base de datos espera su migración.',
  behindFailed: 'La base de datos espera su migración; el último intento falló: {error}',
  phases: {
    idle: 'preparación',
    backup: 'copia de seguridad',
    upgrade: 'actualización',
    downgrade: 'vuelta atrás',
    failed: 'fallo',
  },
  step: 'La base de datos se está actualizando: {what}.',
  stepOf: 'La base de datos se está actualizando: {what} (paso {step} de {steps}).',
  gaveUp:
    'Nadie la ha migrado desde hace un minuto: ¿está en marcha el writer? El sitio volverá solo cuando lo esté.',
  rows: '{done} de {total} filas ({percent} %).',
  rowsLeft: '{done} de {total} filas ({percent} %), quedan unos {left}.',
}

export const status: Translation<typeof English.status> = {
  title: 'Estado',
  intake: 'Entrada',
  noWriter: 'Ningún writer ha atendido aún esta base de datos.',
  broker: 'Broker',
  connectedSince: 'Conectado desde',
  lastMessage: 'Último mensaje',
  noneYet: 'aún ninguno',
  error: 'Error',
  runningSince: 'En marcha desde',
  lastSign: 'Última señal de vida',
  version: 'Versión',
  notRunning: 'no está en marcha',
  notConnected: 'sin conexión',
  connected: 'conectado',
  attention: {
    title: 'A quién hay que visitar',
    silent: 'Pasarelas en silencio',
    silentAbout: 'Enviaron algo esta semana, pero nada desde hace seis horas.',
    lastUplink: 'Último envío',
    low: 'Baterías bajas',
    lowAbout: 'Han dicho en el último día que les queda el 20 % o menos.',
    charge: 'Carga',
    node: 'Nodo',
  },
  database: 'Base de datos',
  packets: 'Paquetes',
  receptions: 'Recepciones',
  nodes: 'Nodos',
  newestPacket: 'Paquete más reciente',
  size: 'Tamaño',
  freeOnDisk: 'Libre en el disco',
  freeOf: '{free} de {total}',
  waiting: 'En espera en el disco',
  noMessages: 'No ha llegado ningún mensaje desde que se creó o se adoptó esta base de datos.',
  became: {
    one: 'Qué fue de {count} mensaje',
    other: 'Qué fue de {count} mensajes',
  },
  outcome: 'Resultado',
  messages: 'Mensajes',
  share: 'Proporción',
  meaning: 'Significado',
  outcomes: {
    stored: 'Almacenado',
    duplicate: 'Duplicado',
    encrypted: 'Cifrado',
    filtered: 'Filtrado',
    malformed: 'Malformado',
  },
  explanations: {
    stored: 'Un paquete, o una pasarela más que oyó uno conocido.',
    duplicate: 'La misma pasarela comunicó lo mismo otra vez.',
    encrypted: 'Conservado, pero ninguna de las claves conocidas lo abre.',
    filtered: 'Excluido por una regla de la configuración.',
    malformed: 'No se entiende y se aparta.',
  },
  /** The rules by which messages are left out. */
  rules: {
    flood: 'demasiados de un nodo',
    'gateway-flood': 'demasiados de una pasarela',
    'json-topic': 'JSON en vez de protobuf',
    'status-topic': 'estado de una pasarela',
    'topic-too-long': 'tema demasiado largo',
    'too-many-receptions': 'demasiadas copias',
    'too-many-uplinks': 'demasiados temas',
    ok_to_mqtt: 'no destinado a MQTT',
    skip_node_ids: 'nodo excluido',
    'queue-full': 'sin espacio',
  },
  upkeep: {
    title: 'Conservación',
    kept: { one: '{count} día', other: '{count} días' },
    forEver: 'para siempre',
    packetsKept: 'Paquetes',
    positionsKept: 'Posiciones',
    telemetryKept: 'Telemetría',
    nodesKept: 'Nodos en silencio',
    cleanup: 'Última limpieza',
    backup: 'Última copia de seguridad',
    backupFailed: 'el último intento falló',
    off: 'desactivada',
    perNode: 'Máximo de un nodo',
    perGateway: 'Máximo de una pasarela',
    perMinute: {
      one: '{count} paquete nuevo por minuto',
      other: '{count} paquetes nuevos por minuto',
    },
    perHour: {
      one: '{count} paquete nuevo por hora',
      other: '{count} paquetes nuevos por hora',
    },
    messagesPerHour: {
      one: '{count} mensaje por hora',
      other: '{count} mensajes por hora',
    },
  },
}

export const problems: Translation<typeof English.problems> = {
  title: { one: 'Algo va mal', other: '{count} cosas van mal' },
  clockUnset:
    'El reloj de este equipo dice {date}, así que nunca se puso en hora. Hasta que se ponga (por un servidor de hora o a mano), los paquetes se guardan con horas que siguen a la del más reciente y no se borra nada.',
  writerMissing: 'Ningún writer se ha iniciado aún con esta base de datos.',
  writerSilent: 'El writer no ha dado señales de vida desde hace {seconds} s.',
  packetsWait: '{size} de paquetes esperan en el disco.',
  brokerAway: 'El writer lleva {period} sin conexión con {broker}.',
  brokerAwayBecause: 'El writer lleva {period} sin conexión con {broker}: {error}',
  nothingArrives:
    'No ha llegado ningún paquete desde hace {silence}; en la última semana, {usual} habría sido inusual. ¿Siguen publicando las pasarelas, y en un tema suscrito?',
  spoolGrows:
    '{size} de paquetes esperan en el disco: la base de datos no puede aceptarlos, o no tan rápido como llegan.',
  diskNearlyFull:
    'El disco está casi lleno: quedan {free} libres de {total}. Hay que liberar espacio o conservar menos ([retention]).',
  backupMissing:
    'No hay ninguna copia de seguridad, aunque [backup] pide una al día. El registro del writer dice por qué.',
  backupOverdue:
    'La última copia de seguridad tiene {age}, aunque [backup] pide una al día. El registro del writer dice por qué.',
}

export const apiPage: Translation<typeof English.apiPage> = {
  title: 'API',
  about: 'para programas: JSON por GET, desde cualquier origen',
  openapi: 'OpenAPI 3.1',
  howTo: 'Cómo usarla',
  conventions:
    'Los tiempos son microsegundos desde 1970 UTC. Un nodo puede indicarse en decimal, como 0x… o como !…. Lo que falla en una petición se indica como {example} con un estado de 400 a 499.',
  parameter: 'Parámetro',
  answer: 'Respuesta',
  field: 'Campo',
  type: 'Tipo',
  meaning: 'Significado',
}
