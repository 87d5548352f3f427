import type { Published } from '../test/helpers/traffic.js'
import { openFloor } from './floor.js'
import { libraryParts, ownParts } from './floor-parts.js'

/**
 * A floor as a process: `PORT FOLDER COUNT own|library`; says `ready`, then `done` after COUNT
 * messages.
 */
const [port = '', folder = '', wanted = '', whose = ''] = process.argv.slice(2)
const BATCH = 500
const parts = whose === 'own' ? ownParts() : libraryParts()
const store = openFloor(folder, parts)
let batch: Published[] = []
let timer: NodeJS.Timeout | undefined
let count = 0

await parts.subscribe(Number(port), take)
console.log('ready')

function take(topic: string, payload: Buffer): void {
  batch.push({ topic, payload })
  if (batch.length >= BATCH) flush()
  else timer ??= setTimeout(flush, 20)
}

function flush(): void {
  clearTimeout(timer)
  timer = undefined
  store(batch)
  count += batch.length
  batch = []
  if (count % Number(wanted) === 0) console.log('done')
}
