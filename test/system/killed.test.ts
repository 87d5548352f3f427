import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGateway } from '../helpers/gateway.js'
import { freePort } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { makeTraffic } from '../helpers/traffic.js'
import { runProgram, unguarded } from '../run/program.js'
import { isAlive } from '../run/scripts.js'

const PACKETS = 300
const COPIES = 2

test('reader, writer and mvrun killed in mid-feed: nothing lost, nothing stored twice', async (t) => {
  const [web, port] = [await freePort(), await freePort()]
  const program = runProgram({
    config: unguarded(web, port),
  })
  const programs = [program]
  t.after(async () => {
    for (const each of programs.reverse()) await each.remove()
  })
  const json = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${web}${path}`)
    return (await response.json()) as T
  }
  const stored = async () => (await json<{ received: number }>('/api/status')).received
  const healthy = () =>
    until(
      () => json<{ status: string }>('/health'),
      ({ status }) => status === 'healthy',
      60_000,
    )
  const children = () => [program.pid('meshview-db.pid'), program.pid('meshview-web.pid')] as const
  await healthy()

  const { messages } = makeTraffic({ packets: PACKETS, receptions: COPIES })
  const gateway = await startGateway(port)
  t.after(() => gateway.end())
  const third = messages.length / 3
  const inTheMidst = (part: number) =>
    until(
      async () => gateway.acknowledged,
      (count) => count >= (part + 0.3) * third,
    )

  // The reader: the writer goes on, and the pages come back by themselves.
  let sending = gateway.send(messages.slice(0, third))
  await inTheMidst(0)
  const [writer, reader = 0] = children()
  process.kill(reader, 'SIGKILL')
  await sending
  await program.said(/reader was ended by SIGKILL; starting it again in 1 s/)
  await until(stored, (count) => count === third, 60_000)
  assert.equal(children()[0], writer, 'it is still the same writer')

  // The writer: the pages stay, the gateway sends again what was not acknowledged.
  sending = gateway.send(messages.slice(third, 2 * third))
  await inTheMidst(1)
  process.kill(writer ?? 0, 'SIGKILL')
  await program.said(/writer was ended by SIGKILL; starting it again in 1 s/)
  assert.equal((await fetch(`http://127.0.0.1:${web}/nodelist`)).status, 200)
  await sending

  // mvrun itself: its children end, and the next start goes on.
  sending = gateway.send(messages.slice(2 * third))
  await inTheMidst(2)
  const orphans = children()
  program.process.kill('SIGKILL')
  await program.exit
  await until(
    async () => orphans.filter((pid) => pid !== undefined && isAlive(pid)),
    (alive) => alive.length === 0,
  )
  programs.push(runProgram({ folder: program.folder }))
  await sending
  await healthy()
  assert.equal(gateway.acknowledged, messages.length)
  // Sent again after a kill, a message may arrive a second time; it is known then, and no more.
  const totals = await json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: PACKETS, total_seen: PACKETS * COPIES })
})
