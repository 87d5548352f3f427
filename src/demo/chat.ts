import { PORT } from '../mesh/portnums.js'
import { LONG_FAST, PRIORITY, type Publication } from './air.js'
import type { Moment } from './packets.js'
import type { DemoNode } from './world.js'

/** One message of a conversation: by whom (short name), what, and to which line it answers. */
interface Line {
  who: string
  text: string
  answers?: number
  /** The text is an emoji that is put under the line answered. */
  isReaction?: boolean
}

function say(who: string, text: string, answers?: number): Line {
  return answers === undefined ? { who, text } : { who, text, answers }
}

function react(who: string, text: string, answers: number): Line {
  return { who, text, answers, isReaction: true }
}

/** Conversations; the numbers of answered lines count within each. */
const CONVERSATIONS: readonly (readonly Line[])[] = [
  [
    say('ADA', 'Good morning mesh ☀️'),
    say('NORA', 'Morning Ada! 2 hops to Noe Valley.', 0),
    react('CVC', '👋', 0),
    say('PETE', 'Copy in Pleasanton, via Diablo as always', 0),
    react('ADA', '❤️', 3),
    say('BENB', 'New antenna is up. Anyone hear Benicia direct?'),
    say('VERA', 'Loud and clear in Vallejo, SNR 6', 5),
    react('BENB', '🎉', 6),
  ],
  [
    say('KIM', 'Riding to Berkeley, sending range tests on the way'),
    say('BSF', 'I see your seq numbers up to the marina', 0),
    react('KIM', '🚲', 1),
    say('RFLD', 'Got you in Richmond too', 0),
  ],
  [
    say('SCW', 'Fog so thick here that the wharf ends in nothing'),
    say('PACI', 'Same. 🌫️', 0),
    react('HMB', '😂', 0),
    say('LGL', 'Sunny above the fog ☀️ 19 °C', 0),
    react('SCW', '😮', 3),
  ],
  [
    say('TRN', 'Is the San Bruno relay down? Nothing between Millbrae and South City.'),
    say('DCD', 'Works for me. Its battery was at 74% this morning.', 0),
    say('SAM', 'Heard it 5 minutes ago', 0),
    say('TRN', 'Ah, tunnel. Never mind 🚇', 1),
    react('DCD', '😄', 3),
  ],
  [
    say('PAMS', 'Reminder: build night on Thursday at seven, bring your boards'),
    react('MVL', '👍', 0),
    react('RITA', '👍', 0),
    say('FCD', 'Can somebody help me flash a T1000-E?', 0),
    say('MVL', 'Sure, bring the cable', 3),
    react('FCD', '🙏', 4),
  ],
  [
    say('PRS', 'Test from Point Reyes, do I get over the ridge?'),
    say('PETA', 'Yes! Direct at the barn, −11 dB', 0),
    say('TAM', 'Relayed by Tam West', 0),
    react('PRS', '💪', 1),
  ],
  [
    say('VAN', 'Rolling over 17 to Santa Cruz, who has the longest link tonight?'),
    say('SALI', 'Loma Prieta from Salinas, 65 km, I think that is mine', 0),
    say('GGN', 'Garlic capital of the world says hi 🧄'),
    react('SALI', '🧄', 2),
    react('VAN', '🤣', 2),
  ],
  [
    say('WNDY', '¿Alguien en español por aquí?'),
    say('HWD', '¡Presente! Hayward', 0),
    say('CVC', 'Aquí Carlos, saludos', 0),
    react('WNDY', '😀', 2),
  ],
]

/** What members of the private channel write; nobody else can read it. */
const PRIVATE_LINES = ['Repeater key is in the box', 'Battery swap on Saturday?', 'Ok', 'Will do']

/** Speaks the conversations line by line, for ever, and remembers what answers belong to. */
export class Chat {
  readonly #byShortName: Map<string, DemoNode>
  #conversation = 0
  #line = 0
  #ids: number[] = []

  constructor(world: readonly DemoNode[]) {
    this.#byShortName = new Map(world.map((node) => [node.short_name, node]))
  }

  /** Says the next line on the public channel. */
  next({ air, now_ms }: Moment): Publication[] {
    const line = this.#turn()
    const sender = this.#byShortName.get(line.who)
    if (sender === undefined) throw new Error(`nobody is called ${line.who}`)
    const sent = air.send(
      {
        sender,
        to: null,
        channel: LONG_FAST,
        priority: PRIORITY.HIGH,
        data: {
          portnum: PORT.TEXT_MESSAGE,
          payload: Buffer.from(line.text),
          ...(line.answers !== undefined && { reply_id: this.#ids[line.answers] ?? 0 }),
          ...(line.isReaction && { emoji: 1 }),
        },
      },
      now_ms,
    )
    this.#ids.push(sent.id)
    return sent.publications
  }

  #turn(): Line {
    const lines = CONVERSATIONS[this.#conversation % CONVERSATIONS.length] ?? []
    const line = lines[this.#line]
    if (line !== undefined) {
      this.#line += 1
      return line
    }
    this.#conversation += 1
    this.#line = 0
    this.#ids = []
    return this.#turn()
  }
}

/** A message on the channel whose key this site has not. */
export function privateChat({ air, random, now_ms }: Moment, sender: DemoNode): Publication[] {
  const data = {
    portnum: PORT.TEXT_MESSAGE,
    payload: Buffer.from(random.pick(PRIVATE_LINES)),
  }
  return air.send({ sender, to: null, channel: air.club, data }, now_ms).publications
}
