import type * as English from '../en/about.js'
import type { Translation } from '../phrase.js'

export const about: Translation<typeof English.about> = {
  title: 'Acerca de',
  heading: 'Acerca de este sitio',
  lead: 'Las pasarelas de la malla transmiten por MQTT lo que oyen por radio. Lo que llega aquí se descifra cuando se conoce la clave, se conserva un tiempo y se muestra en estas páginas. Un nodo aparece aquí solo si lo oye una pasarela que informa aquí, directamente o a través de otros.',
  why: '¿Por qué no está aquí mi nodo?',
  whyText: 'Escribir su ID, tal como lo muestra la aplicación, por ejemplo !7c5a1101.',
  nodeId: 'ID del nodo',
  noId: 'Eso no es un ID de nodo: un número de 32 bits, decimal, 0x… o !….',
  everything: 'Todo lo que se sabe de él',
  yes: 'sí',
  no: 'no',
  heard: {
    title: 'Oído',
    never: 'nunca',
    notLately: 'no últimamente',
    nothing: 'Aquí nunca ha llegado nada de {id}. Qué comprobar:',
    nothingOrForgotten:
      'Aquí nunca ha llegado nada de {id}, o no en los últimos {days} días, tras los cuales un nodo se olvida. Qué comprobar:',
    hintNear: '¿Hay cerca una pasarela que lo oiga, o un nodo que lo reenvíe?',
    hintSame:
      '¿Tienen la pasarela y el nodo la misma región, preajuste de módem y ranura de frecuencia?',
    hintUplink: '¿Está activado el uplink del canal en la pasarela?',
    hintBroker: '¿Publica la pasarela en el broker y el tema raíz que lee este sitio?',
    when: 'La última vez {last}, la primera {first}.',
    quiet: 'Las listas del último día o semana pueden omitirlo.',
  },
  byWhom: {
    title: 'Comunicado por pasarelas',
    notKnown: 'no se sabe',
    notKept: 'Sus paquetes ya no se conservan, así que no se sabe quién los oyó.',
    gateways: 'Pasarelas que comunicaron sus últimos paquetes:',
  },
  decrypted: {
    title: 'Descifrado',
    nothingToRead: 'nada que leer',
    onlyMentioned: 'Solo lo mencionaron otros; no ha llegado nada enviado por él mismo.',
    read: 'Se pudieron leer {read} de {total} paquetes.',
    others:
      'Los demás están cifrados para un solo nodo o con la clave de un canal que aquí no se lee.',
    all: 'todo',
    nothing: 'nada',
    most: 'la mayoría',
    some: 'algunos',
  },
  named: {
    title: 'Con nombre',
    notYet:
      'Su nombre aún no ha llegado. Los nodos lo anuncian cada pocas horas; hasta entonces solo tiene un número.',
    told: 'Anunció su nombre {ago}.',
  },
  positioned: {
    title: 'En el mapa',
    told: 'Anunció su posición {ago}.',
    none: 'No ha llegado ninguna posición legible. Puede que no tenga, que no la comparta en este canal o que la envíe solo por un canal que aquí no se lee.',
  },
  filtered: {
    title: 'Admitido',
    excluded: 'El propietario de este sitio ha excluido este nodo.',
    rules: 'Ninguna regla de este sitio se refiere solo a este nodo. Reglas para todos:',
    perMinute: 'Como máximo {limit} paquetes nuevos por minuto de un mismo emisor.',
    perHour: 'Como máximo {limit} paquetes nuevos por hora de un mismo emisor.',
    dropped: 'Se descartan los paquetes cuyo emisor no acepta MQTT.',
    headers: 'De los paquetes cuyo emisor no acepta MQTT solo se conserva la cabecera.',
    forgotten: 'Un nodo que no se oye durante {days} días se olvida.',
    count: 'Hasta ahora las reglas han excluido {messages} mensajes.',
  },
}

export const glossary: Translation<typeof English.glossary> = {
  title: 'Las palabras de estas páginas',
  terms: {
    node: {
      name: 'Nodo',
      text: 'Una radio de la malla: en un bolsillo, en un tejado, en una bicicleta.',
    },
    gateway: {
      name: 'Pasarela',
      text: 'Un nodo que transmite por internet lo que oye. Todo lo que sabe este sitio viene de pasarelas.',
    },
    packet: {
      name: 'Paquete',
      text: 'Un mensaje por radio, diga lo que diga: palabras, una posición, una medición.',
    },
    channel: {
      name: 'Canal',
      text: 'Los nodos con el mismo canal y su clave pueden leerse entre sí. LongFast es con el que casi todos empiezan.',
    },
    hop: {
      name: 'Salto, reenvío',
      text: 'Los nodos reenvían paquetes unos por otros. Directo es oído sin reenvío; 2 saltos son dos nodos de por medio.',
    },
    snr: {
      name: 'SNR',
      text: 'Cuánto sobresale una señal del ruido, en dB: cuanto más alta, mejor. Cerca de −20 ya no se entiende nada.',
    },
    rssi: {
      name: 'RSSI',
      text: 'Con qué fuerza llega una señal, en dBm: −80 es fuerte, −120 es débil.',
    },
    air: {
      name: 'Canal en uso',
      text: 'La parte del tiempo en que alguien transmite. Con más del 25 %, las radios retienen sus propios informes.',
    },
    traceroute: {
      name: 'Traceroute',
      text: 'Una pregunta a un nodo que anota cada nodo de su camino, de ida y de vuelta.',
    },
  },
}
