import { PORT } from '../mesh/portnums.js'
import type { Publication } from './air.js'
import { type Moment, moduleText } from './packets.js'
import type { DemoNode } from './world.js'

/** Who checks in, in their order; `#` stands for the words by which check-ins are known. */
const ROLL: readonly (readonly [who: string, text: string])[] = [
  ['ADA', 'Good evening mesh, this is Ada with the # net. Check in with name and place, please'],
  ['NORA', '# Nora, Noe Valley, two hops'],
  ['PETE', 'Pete in Pleasanton checking in via Diablo #'],
  ['VERA', '# Vera, Vallejo, indoor antenna tonight'],
  ['CVC', 'Carlos in Cole Valley, good evening all #'],
  ['SALI', '# Salinas here, loud and clear over Loma Prieta'],
  ['PACI', 'Pacifica, fog and 5 bars #'],
  ['BENB', '# Ben in Benicia, new antenna'],
  ['HWD', '# Hayward, ¡hola a todos!'],
  ['PETA', 'Petaluma barn checking in #'],
  ['PACI', 'Forgot to say: on solar since Monday #'],
  ['MVL', '# Mountain View, short time'],
  ['SCW', 'Santa Cruz wharf #, relayed by Loma Prieta'],
  ['RFLD', '# Richmond'],
  ['SAM', 'San Mateo, late as always #'],
  ['ADA', 'Thank you all, the # net is closed until next week. 73'],
]

/** What check-ins are known by until the configuration says something else. */
export const NET_TAG = '#BayMeshNet'

const DAY_MS = 86_400_000

/** Weeks since Monday, 29 December 1969, UTC. */
function weekOf(now_ms: number): number {
  return Math.floor((now_ms / DAY_MS + 3) / 7)
}

/** The weekly net: once in every week the stations check in, one after the other. */
export class WeeklyNet {
  readonly #byShortName: Map<string, DemoNode>
  readonly #tag: string
  #week = Number.NaN
  #line = 0

  /** `tag`: what a check-in has to contain; without one there is no net. */
  constructor(world: readonly DemoNode[], tag: string) {
    this.#byShortName = new Map(world.map((node) => [node.short_name, node]))
    this.#tag = tag
  }

  /** The next check-in of this week; nothing once everybody has checked in. */
  next(moment: Moment): Publication[] {
    if (weekOf(moment.now_ms) !== this.#week) {
      this.#week = weekOf(moment.now_ms)
      this.#line = 0
    }
    const line = this.#tag === '' ? undefined : ROLL[this.#line]
    if (line === undefined) return []
    this.#line += 1
    const [who, text] = line
    const sender = this.#byShortName.get(who)
    if (sender === undefined) throw new Error(`nobody is called ${who}`)
    return moduleText(
      moment,
      sender,
      PORT.TEXT_MESSAGE,
      text.replace('#', () => this.#tag),
    )
  }
}
