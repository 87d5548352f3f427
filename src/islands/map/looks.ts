// Colours and words of nodes and links, as the visitor wants them coloured.
import { formatEnum, hueOf, roleHue } from '../../mesh/palette.js'
import { words } from '../words.js'
import type { Colors } from './colors.js'
import type { ColorBy } from './state.js'
import { type Node, OTHER_CHANNELS } from './store.js'

const ageLimits = [3600, 21_600, 86_400, 259_200, 604_800]

function ageStep(last_seen: number, now_s: number): number {
  const age = now_s - last_seen
  const step = ageLimits.findIndex((limit) => age < limit)
  return step === -1 ? ageLimits.length : step
}

/** What nodes of one colour have in common: a key, words for the legend. */
export function groupOf(node: Node, by: ColorBy, now_s: number): string {
  if (by === 'age') return String(ageStep(node.last_seen, now_s))
  return by === 'role' ? node.role : node.channelGroup
}

export function groupLabel(group: string, by: ColorBy): string {
  const ages: Readonly<Record<string, string>> = words.drawing.ages
  if (by === 'age') return ages[group] ?? ''
  if (group === '') return words.drawing.unknown
  if (group === OTHER_CHANNELS) return words.drawing.otherChannels
  const roles: Readonly<Record<string, string>> = words.roles
  return by === 'role' ? (roles[group] ?? formatEnum(group)) : group
}

export function groupColor(group: string, by: ColorBy, colors: Colors): string {
  if (by === 'age') return colors.of(`--age-${group}`)
  if (group === '' || group === OTHER_CHANNELS) return colors.hue('h9')
  return colors.hue(by === 'role' ? roleHue(group) : hueOf(group))
}

/** What relays for others is drawn larger. */
export function isRouter(node: Node): boolean {
  return node.role.includes('ROUTER') || node.role === 'REPEATER'
}

/** 1 for what was heard within the hour, less and less over a week. */
export function freshness(last_seen: number, now_s: number, least: number): number {
  const hours = Math.max(1, (now_s - last_seen) / 3600)
  return Math.max(least, 1 - (Math.log(hours) / Math.log(168)) * (1 - least))
}
