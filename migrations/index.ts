import type { Revision } from '../src/migrate/columns.js'
import { countWhatGoesToOneNode } from './2fd8358bb640_count_what_goes_to_one_node.js'
import { mesh } from './5d0a7c1e93b4_mesh.js'
import { narrowReceptions } from './7e15c0d49a2b_narrow_receptions.js'
import { convert } from './8c1f4e60b27d_convert.js'
import { linksByKindFirst } from './9c4e1b7a60d3_links_by_kind.js'
import { meshview } from './23dad03d2e42_meshview.js'
import { findTextsByTheirWords } from './262999c68b8e_find_texts_by_their_words.js'
import { receptionsInSecondsFromArrival } from './d25f80b3c716_receptions_in_seconds_from_arrival.js'

/** Every revision, a line each. Their order does not matter: each says what it builds on. */
export const migrations: readonly Revision[] = [
  meshview,
  mesh,
  convert,
  findTextsByTheirWords,
  linksByKindFirst,
  receptionsInSecondsFromArrival,
  narrowReceptions,
  countWhatGoesToOneNode,
]
