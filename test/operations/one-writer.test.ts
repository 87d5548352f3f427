import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Aedes } from 'aedes'
import pg from 'pg'
import { writerLock } from '../../src/db/writer-lock.js'
import { SoleWriter } from '../../src/writer/sole-writer.js'
import { run, until } from '../helpers/processes.js'
import { makeTraffic } from '../helpers/traffic.js'
import {
  onBothEngines,
  postgresDatabase,
  sqliteDatabase,
  type TestDatabase,
} from '../migrate/databases.js'
import { count, openMesh, silent } from './mesh.js'

onBothEngines('one process at a time has the right to write', async (d, t) => {
  await openMesh(d)
  const [first, second] = [writerLock(d.url), writerLock(d.url)]
  t.after(() => Promise.all([first.release(), second.release()]))
  assert.equal(await first.attempt(), true)
  assert.equal(await first.attempt(), true)
  assert.equal(await second.attempt(), false)
  // SQLite knows the name from the writer's heartbeat, and there was none here.
  const holder = await second.holder()
  assert.equal(holder?.endsWith(`:${process.pid}`) ?? null, d.engine === 'postgres' ? true : null)
  await first.release()
  assert.equal(await second.attempt(), true)
})

onBothEngines(
  'a second writer waits, and takes over without a packet lost or stored twice',
  async (d, t) => {
    const db = await openMesh(d)
    const broker = await startBroker(t)
    const config = join(d.folder, 'config.ini')
    writeFileSync(
      config,
      `[mqtt]\nserver = 127.0.0.1\nport = ${broker.port}\n[database]\nconnection_string = ${d.url}\n[ingest]\nflood_per_minute = 0\nflood_per_hour = 0\n`,
    )
    const writer = () => {
      const running = run('src/writer/main.js', ['--config', config])
      t.after(() => running.stop())
      return running
    }
    const first = writer()
    await first.said(/storing packets/)
    await first.said(/connected to the broker/)
    const second = writer()
    await second.said(new RegExp(`another process, .*:${first.child.pid}, stores packets`))
    await second.said(/connected to the broker/)

    // Killed in the midst of a steady stream; the broker goes on sending to the second.
    const { messages } = makeTraffic({ packets: 1500, receptions: 2 })
    for (const [index, message] of messages.entries()) {
      await broker.publish(message.topic, message.payload)
      if (index % 10 === 9) await sleep(2)
      if (index === 1500) first.child.kill('SIGKILL')
    }
    await second.said(/this one takes over/)
    await until(
      () => count(db, 'reception'),
      (receptions) => receptions >= 3000,
    )
    assert.equal(await count(db, 'packet'), 1500)
    assert.equal(await count(db, 'reception'), 3000)
    assert.equal(await count(db, 'malformed'), 0)
    const owner = await db.get<{ owner: string }>('select owner from writer_status')
    assert.match(owner?.owner ?? '', new RegExp(`:${second.child.pid}$`))
    assert.equal(await second.stop(), 0)
  },
)

test('a writer whose lock went with its connection stores nothing until it has it again (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const d = await postgresDatabase(t)
  await openMesh(d)
  const stopping = new AbortController()
  const sole = new SoleWriter(d.url, silent, stopping.signal)
  t.after(async () => {
    stopping.abort()
    await sole.release()
  })
  await sole.take()
  let rereads = 0
  sole.onRetaken(() => {
    rereads++
  })
  const thief = await stealLock(d)
  await until(async () => sole.seenElsewhere_us, Boolean)
  assert.equal(sole.isHeld, false)
  let mayWrite = false
  const waiting = sole.whenHeld().then(() => {
    mayWrite = true
  })
  await sleep(500)
  assert.equal(mayWrite, false)
  assert.equal(rereads, 0)
  await thief.end()
  await waiting
  assert.ok(sole.isHeld)
  assert.equal(rereads, 1)
})

test('what comes while another process has the right to write waits on the disk (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const d = await postgresDatabase(t)
  const db = await openMesh(d)
  const broker = await startBroker(t)
  const config = join(d.folder, 'config.ini')
  writeFileSync(
    config,
    `[mqtt]\nserver = 127.0.0.1\nport = ${broker.port}\n[database]\nconnection_string = ${d.url}\n`,
  )
  const writer = run('src/writer/main.js', ['--config', config])
  t.after(() => writer.stop())
  await writer.said(/storing packets/)
  await writer.said(/connected to the broker/)
  const { messages } = makeTraffic({ packets: 30, receptions: 1 })
  const publish = async (first: number, end: number) => {
    for (const { topic, payload } of messages.slice(first, end)) {
      await broker.publish(topic, payload)
    }
  }
  const packets = () => count(db, 'packet')
  await publish(0, 10)
  await until(packets, (stored) => stored === 10)

  // The writer's other connections are well: it is the right that is gone.
  const thief = await stealLock(d)
  await writer.said(/nothing is stored until it is back/)
  await publish(10, 20)
  await writer.said(/the database cannot take packets now; they wait on the disk/)
  await publish(20, 30)
  // What waits is tried again meanwhile.
  await sleep(700)
  assert.equal(await packets(), 10)
  await thief.end()
  await until(packets, (stored) => stored === 30)
})

test('a lock whose connection ends while it is made is taken on the next one (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const direct = new URL((await postgresDatabase(t)).url)
  // Cuts the first connection at its first statement, and lets every other one through.
  let isCut = false
  const way = createServer((near) => {
    const far = connect(Number(direct.port || 5432), direct.hostname)
    for (const socket of [near, far]) socket.on('error', () => {})
    near.on('data', (bytes) => {
      if (isCut || !bytes.includes('tcp_keepalives')) return void far.write(bytes)
      isCut = true
      near.destroy()
    })
    far.pipe(near)
    near.on('close', () => far.destroy())
  })
  t.after(() => way.close())
  const port = await listening(way)
  const url = new URL(direct)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const lock = writerLock(url.href)
  t.after(() => lock.release())
  await assert.rejects(lock.attempt())
  assert.ok(isCut)
  assert.equal(await lock.attempt(), true)
})

test('a second writer with the same client id leaves the first one its connection', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openMesh(d)
  const broker = await startBroker(t)
  const config = join(d.folder, 'config.ini')
  writeFileSync(
    config,
    `[mqtt]
server = 127.0.0.1
port = ${broker.port}
client_id = meshview
clean_session = false
qos = 1
[database]
connection_string = ${d.url}
`,
  )
  const first = run('src/writer/main.js', ['--config', config])
  t.after(() => first.stop())
  await first.said(/storing packets/)
  await first.said(/connected to the broker/)
  const second = run('src/writer/main.js', ['--config', config])
  t.after(() => second.stop())
  await second.said(/another process/)

  const { messages } = makeTraffic({ packets: 60, receptions: 1 })
  for (const message of messages.slice(0, 30)) await broker.publish(message.topic, message.payload)
  await until(
    () => count(db, 'packet'),
    (packets) => packets === 30,
  )
  assert.ok(!first.lines.some((line) => /connection to the broker was lost/.test(line)))
  first.child.kill('SIGKILL')
  await first.ended
  // The broker keeps these for the session, which the second one goes on with.
  for (const message of messages.slice(30)) await broker.publish(message.topic, message.payload)
  await second.said(/connected to the broker/)
  await until(
    () => count(db, 'packet'),
    (packets) => packets === 60,
  )
  const when = (pattern: RegExp) => second.lines.findIndex((line) => pattern.test(line))
  assert.ok(when(/connected to the broker/) > when(/this one takes over/), 'and not before')
  assert.equal(await second.stop(), 0)
})

/** Stands in line for the lock, and then ends the session that has it. */
async function stealLock(d: TestDatabase): Promise<pg.Client> {
  const thief = new pg.Client({ connectionString: d.url })
  const admin = new pg.Client({ connectionString: d.url })
  await Promise.all([thief.connect(), admin.connect()])
  const stolen = thief.query(`select pg_advisory_lock(${0x4d657368}, ${0x77726974})`)
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  await until(
    async () => (await admin.query(waiting)).rowCount,
    (count) => count === 1,
  )
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'meshview writer lock%'`)
  await stolen
  await admin.end()
  return thief
}

/** The port of a server that listens from now on. */
function listening(server: Server): Promise<number> {
  return new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

/** A broker elsewhere. */
async function startBroker(t: TestContext) {
  const aedes = await Aedes.createBroker()
  const server = createServer((socket) => aedes.handle(socket))
  const port = await listening(server)
  t.after(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    server.close()
  })
  return {
    port,
    publish: (topic: string, payload: Buffer) =>
      new Promise<void>((resolve, reject) => {
        const packet = {
          cmd: 'publish',
          topic,
          payload,
          qos: 1,
          retain: false,
          dup: false,
        } as const
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()))
      }),
  }
}
