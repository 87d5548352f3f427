import { connect } from 'node:net'
import { MqttClient } from 'mqtt'
import { PublishTap } from '../src/writer/publish-tap.js'
import type { Published } from '../test/helpers/traffic.js'
import { openFloor } from './floor.js'

/** The floor as a process: `PORT FOLDER COUNT`; says `ready`, then `done` after COUNT messages. */
const [port = '', folder = '', wanted = ''] = process.argv.slice(2)
const BATCH = 500
const store = openFloor(folder)
let batch: Published[] = []
let timer: NodeJS.Timeout | undefined
let count = 0

const client = new MqttClient(() => new PublishTap(connect(Number(port), '127.0.0.1'), 4, take), {
  protocolVersion: 4,
})
await new Promise<void>((resolve) => client.once('connect', () => resolve()))
await client.subscribeAsync('msh/#')
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
