import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Aedes } from 'aedes'
import { decodeEnvelope } from '../../src/mesh/envelope.js'

const main = fileURLToPath(new URL('../../src/demo/main.js', import.meta.url))

describe('the demo as a process', () => {
  const topics: string[] = []
  let folder = ''
  let broker: Aedes
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    broker.handle(socket)
  })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meshview-demo-'))
    await writeFile(join(folder, 'config.ini'), '[logging]\nlevel = warn\n')
    broker = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        done(null, username === 'mesh' && password?.toString() === 'secret')
      },
    })
    broker.on('publish', (packet, client) => {
      if (client === null) return
      decodeEnvelope(packet.payload as Buffer)
      topics.push(packet.topic)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  after(async () => {
    await new Promise<void>((resolve) => broker.close(resolve))
    server.close()
    await rm(folder, { recursive: true })
  })

  function start(): ChildProcess {
    return spawn(process.execPath, [main, '--config', join(folder, 'config.ini')], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {
        ...process.env,
        MESHVIEW_BROKER_BIND: '127.0.0.1',
        MESHVIEW_BROKER_PORT: String((server.address() as AddressInfo).port),
        MESHVIEW_BROKER_USERNAME: 'mesh',
        MESHVIEW_BROKER_PASSWORD: 'secret',
        MESHVIEW_SUPERVISED: '1',
      },
    })
  }

  async function published(count: number): Promise<void> {
    const enough = topics.length + count
    while (topics.length < enough) await once(broker, 'publish')
  }

  it('publishes through the broker, with its password, until SIGTERM', async () => {
    const child = start()
    await published(300)
    assert.ok(topics.every((topic) => topic.startsWith('msh/US/bayarea/2/')))
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })

  it('ends by itself when whoever started it is gone', async () => {
    const child = start()
    await published(20)
    child.stdin?.end()
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })

  it('goes on after the broker was away', async () => {
    const child = start()
    await published(20)
    for (const socket of sockets) socket.destroy()
    await once(broker, 'clientReady')
    await published(5)
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
})
