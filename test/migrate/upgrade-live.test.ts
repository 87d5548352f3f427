import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect as openSocket } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { migrations } from '../../migrations/index.js'
import { chainOf } from '../../src/migrate/chain.js'
import { writeRevision } from '../../src/migrate/revision-file.js'
import { freePort } from '../helpers/ports.js'
import { makeTraffic, type Published } from '../helpers/traffic.js'
import { compile, makeCheckout } from './checkout.js'

/** The slow revision works until this file is there. */
const GO_ON = 'go-on'
const PER_SECOND = 50
const SECONDS = 3

test('an upgrade of a running system loses no message and brings the visitor back', async (t) => {
  const [web, broker] = [await freePort(), await freePort()]
  const checkout = makeCheckout(
    t,
    `[server]\nbind = 127.0.0.1\nport = ${web}\n[broker]\nbind = 127.0.0.1\nport = ${broker}\n[database]\nconnection_string = sqlite:///packets.db\n`,
  )
  const { messages } = makeTraffic({ packets: (SECONDS + 1) * PER_SECOND, receptions: 1 })
  const site = `http://127.0.0.1:${web}`

  const old = start(t, checkout)
  await until(async () => (await fetch(`${site}/health`)).status === 200)
  await publish(t, broker, messages.slice(0, PER_SECOND))
  await until(async () => (await received(site)) === PER_SECOND)
  old.kill('SIGTERM')
  const [code] = await once(old, 'exit')
  assert.equal(code, 0)

  addTwoRevisions(checkout)
  start(t, checkout)
  await until(() => accepts(broker))
  const publishing = publish(t, broker, messages.slice(PER_SECOND))
  await until(async () => (await fetch(`${site}/health`)).status === 503)
  const health = (await (await fetch(`${site}/health`)).json()) as { status: string }
  assert.equal(health.status, 'migrating')
  const waiting = await fetch(`${site}/firehose`)
  assert.equal(waiting.status, 503)
  // Between two looks the visitor is told what it waits for.
  await until(async () => /a slow conversion/.test(await (await fetch(`${site}/firehose`)).text()))
  await publishing
  writeFileSync(join(checkout, GO_ON), '')
  await until(async () => (await fetch(`${site}/firehose`)).status === 200)
  await until(async () => (await received(site)) === messages.length)
  const counts = (await (await fetch(`${site}/api/status`)).json()) as Status
  assert.equal(counts.outcomes.stored, messages.length)
  passed.add(t)
})

/** Tests that came through; of the others the output is shown. */
const passed = new WeakSet<TestContext>()

interface Status {
  received: number
  outcomes: Record<string, number>
}

async function received(site: string): Promise<number> {
  const answer = await fetch(`${site}/api/status`)
  return answer.status === 200 ? ((await answer.json()) as Status).received : -1
}

/** What `git pull` brings: a column, and a conversion that takes its time. */
function addTwoRevisions(checkout: string): void {
  const folder = join(checkout, 'migrations')
  const chain = chainOf(migrations)
  const [head = ''] = chain.heads()
  const column = writeRevision(folder, chain, {
    message: 'add a column',
    parents: [head],
    body: {
      up: [
        `await batchAlterTable(queryRunner, 'packet', (table) => {`,
        `  table.addColumn('extra', { type: 'int', nullable: true })`,
        '})',
      ],
      down: [],
      imports: ['batchAlterTable'],
      warnings: [],
    },
  })
  writeRevision(folder, chain, {
    message: 'a slow conversion',
    parents: [column.revision],
    body: {
      up: [
        `const { existsSync } = process.getBuiltinModule('node:fs')`,
        'const pause = new Int32Array(new SharedArrayBuffer(4))',
        // Deaf meanwhile, as the thread is while SQLite works.
        `while (!existsSync('${GO_ON}')) Atomics.wait(pause, 0, 0, 50)`,
        `await sql(queryRunner, 'update packet set extra = 1')`,
      ],
      down: [],
      imports: ['sql'],
      warnings: [],
    },
  })
  compile(checkout)
}

function start(t: TestContext, checkout: string): ChildProcess {
  const child = spawn(process.execPath, ['dist/mvrun.js'], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  t.after(async () => {
    if (!passed.has(t)) t.diagnostic(output)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  return child
}

/** Publishes at QoS 0, evenly. */
async function publish(
  t: TestContext,
  port: number,
  messages: readonly Published[],
): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
  t.after(() => client.endAsync(true))
  for (const { topic, payload } of messages) {
    await client.publishAsync(topic, payload)
    await sleep(1000 / PER_SECOND)
  }
  await client.endAsync()
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (await isSo().catch(() => false)) return
    await sleep(50)
  }
  assert.fail(`it did not come about: ${isSo}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
