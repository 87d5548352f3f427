import mqtt from 'mqtt'
import type { Published } from '../test/helpers/traffic.js'
import { openFloor } from './floor.js'

/** The floor as a process: `PORT FOLDER COUNT`; says `ready`, then `done` after COUNT messages. */
const [port = '', folder = '', wanted = ''] = process.argv.slice(2)
const BATCH = 500
const store = openFloor(folder)
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
let batch: Published[] = []
let timer: NodeJS.Timeout | undefined
let count = 0

client.on('message', (topic, payload) => {
  batch.push({ topic, payload })
  if (batch.length >= BATCH) flush()
  else timer ??= setTimeout(flush, 20)
})
await client.subscribeAsync('msh/#')
console.log('ready')

function flush(): void {
  clearTimeout(timer)
  timer = undefined
  store(batch)
  count += batch.length
  batch = []
  if (count % Number(wanted) === 0) console.log('done')
}
