import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { freePort } from '../helpers/ports.js'
import { LOCAL, type Program, type ProgramOptions, runProgram } from './program.js'
import { isAlive, until } from './scripts.js'

const programs: Program[] = []

function run(options?: ProgramOptions): Program {
  const program = runProgram(options)
  programs.push(program)
  return program
}

/** A test of programs that are ended and removed with it, whatever became of it. */
function running(name: string, body: (t: TestContext) => Promise<void>): void {
  test(name, async (t) => {
    try {
      await body(t)
    } finally {
      for (const program of programs.reverse()) await program.remove()
      programs.length = 0
    }
  })
}

/** Starts mvrun and waits until it is healthy; gives the address of the site. */
async function runHealthy(options?: ProgramOptions): Promise<{ program: Program; site: string }> {
  const program = run(options)
  const site = await program.said(/open (http:\/\/\S+)/)
  await healthy(site, program)
  return { program, site }
}

async function healthy(site: string, program: Program): Promise<void> {
  const deadline = performance.now() + 60_000
  let last = ''
  while (performance.now() < deadline) {
    const answer = await fetch(`${site}health`).catch(() => undefined)
    if (answer?.ok) return
    last = (await answer?.text()) ?? 'no answer'
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail(`not healthy: ${last}\n${program.text()}`)
}

async function stored(site: string): Promise<number> {
  const answer = await fetch(`${site}api/status`)
  const { outcomes } = (await answer.json()) as { outcomes: { stored: number } }
  return outcomes.stored
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
}

const LOGIN = 'username = gateway\npassword = right-one\n'

// One system after another of what may happen to it, as starting one is what takes its time.
running('the life of a system', async (t) => {
  const { program, site } = await runHealthy({ config: `${LOCAL}${LOGIN}` })
  const writer = () => program.pid('meshview-db.pid')
  const reader = () => program.pid('meshview-web.pid')

  await t.test('it has a writer and a reader, and says where the site is', () => {
    assert.match(site, /^http:\/\/127\.0\.0\.1:\d+\/$/)
    assert.match(program.text(), /^\d\d:\d\d:\d\d writer \| /m)
    assert.ok(isAlive(writer()!) && isAlive(reader()!))
  })

  await t.test('a second one in the same folder is refused', async () => {
    const second = run({ folder: program.folder })
    assert.equal(await second.exit, 1)
    assert.match(second.text(), /MeshView is running already.*--pid_dir/)
    assert.ok(isAlive(writer()!))
  })

  await t.test('check names the keys of a login that its broker refuses', async () => {
    const port = /broker for gateways: 127\.0\.0\.1:(\d+)/.exec(program.text())![1]
    const login = `[mqtt]\nserver = 127.0.0.1\nport = ${port}\nusername = gateway\n`
    const wrong = run({ args: ['check'], config: `${LOCAL}${login}password = wrong-one\n` })
    assert.equal(await wrong.exit, 1)
    assert.match(wrong.text(), /problem .*refused the login: check \[mqtt\] username and password/)
    assert.doesNotMatch(wrong.text(), /wrong-one/)
    const right = run({ args: ['check'], config: `${LOCAL}${login}password = right-one\n` })
    assert.equal(await right.exit, 0)
    assert.match(right.text(), /ok +broker: connected/)
  })

  await t.test('a writer that is killed is started again while the site stays up', async () => {
    const first = writer()!
    process.kill(first, 'SIGKILL')
    await program.said(/writer was ended by SIGKILL; starting it again in 1 s/)
    assert.ok((await fetch(`${site}health/live`)).ok)
    await until(() => ![undefined, first].includes(writer()))
    await healthy(site, program)
  })

  await t.test('a reader stopped from outside with SIGTERM is started again', async () => {
    const first = reader()!
    process.kill(first, 'SIGTERM')
    await program.said(/reader ended with code 0; starting it again/)
    await until(() => ![undefined, first].includes(reader()))
  })

  await t.test('no child outlives an mvrun that is killed with -9', async () => {
    const children = [writer()!, reader()!]
    program.process.kill('SIGKILL')
    await program.exit
    await until(() => !children.some(isAlive))
  })

  await t.test(
    'the next start does not mind the pid files left; SIGTERM ends it in order',
    async () => {
      const next = run({ folder: program.folder })
      await healthy(await next.said(/open (http:\/\/\S+)/), next)
      const children = [writer()!, reader()!]
      next.process.kill('SIGTERM')
      assert.equal(await next.exit, 0)
      assert.doesNotMatch(next.text(), /killing the rest/, 'by themselves')
      assert.ok(!children.some(isAlive), 'a child is left')
      for (const name of ['meshview-db.pid', 'meshview-web.pid']) {
        assert.ok(!existsSync(join(program.folder, name)), `${name} is left`)
      }
    },
  )
})

running('one Ctrl-C that arrives twice, as under npm, counts once', async () => {
  const program = run()
  await program.said(/open http/)
  program.process.kill('SIGINT')
  program.process.kill('SIGINT')
  assert.equal(await program.exit, 0)
  assert.doesNotMatch(program.text(), /by force/)
})

running('a port in use ends everything with 78 and names the key to change', async () => {
  const other = createServer()
  const port = await listen(other)
  try {
    const rest = '[broker]\nbind = 127.0.0.1\nport = 0\n'
    const web = run({ config: `[server]\nbind = 127.0.0.1\nport = ${port}\n${rest}` })
    assert.equal(await web.exit, 78)
    assert.match(web.text(), /\[server\] port/)
    assert.doesNotMatch(web.text(), /^.*\n +at /m, 'no stack')

    const broker = run({
      config: `[server]\nbind = 127.0.0.1\nport = 0\n[broker]\nbind = 127.0.0.1\nport = ${port}\n`,
    })
    assert.equal(await broker.exit, 78)
    assert.match(broker.text(), /\[broker\] port/)
  } finally {
    other.close()
  }
})

running('a bad configuration is refused with all its errors, no stack, and 78', async () => {
  const program = run({ config: '[server]\nport = 80810\n[site]\nmap = perhaps\n[sit]\n' })
  assert.equal(await program.exit, 78)
  assert.match(program.text(), /\[server\] port = 80810: expected a whole number/)
  assert.match(program.text(), /\[site\] map = perhaps: expected true or false/)
  assert.match(program.text(), /\[sit\] is no section/)
  assert.doesNotMatch(program.text(), /\n +at /)
})

running('a database in a folder that is not there is refused with the key to change', async () => {
  const config = `${LOCAL}[database]\nconnection_string = sqlite:///no/such/p.db\n`
  const program = run({ config })
  const folder = join(program.folder, 'no/such')
  const said = new RegExp(
    `the folder ${folder}, where the database lies, is not there: mount its disk, make it \\(mkdir -p '${folder}'\\), or change \\[database\\] connection_string`,
  )
  assert.equal(await program.exit, 78)
  assert.match(program.text(), said)
  assert.doesNotMatch(program.text(), /PostgreSQL/)
  // Nor does any other command make it: that may be a disk that is not mounted.
  const good = run({ args: ['migrate', 'upgrade'] })
  assert.equal(await good.exit, 0)
  const backup = join(good.folder, 'packets.db')
  for (const args of [
    ['migrate', 'upgrade'],
    ['restore', backup],
  ]) {
    const command = run({ args, folder: program.folder })
    assert.equal(await command.exit, 1)
    assert.match(command.text(), said)
  }
  assert.ok(!existsSync(folder))
})

running('mvrun ends when the npm that started it is killed', async () => {
  const program = run({ args: [], npm: true })
  await program.said(/open http/)
  const writer = program.pid('meshview-db.pid')!
  program.process.kill('SIGKILL')
  await until(() => program.pid('meshview-db.pid') === undefined)
  assert.ok(!isAlive(writer))
})

running(
  '--demo publishes a mesh through the built-in broker into a database of its own',
  async () => {
    const port = await freePort()
    const { program, site } = await runHealthy({
      args: ['--demo'],
      config:
        `[server]\nbind = 127.0.0.1\nport = 0\n[broker]\nbind = 127.0.0.1\nport = ${port}\n` +
        '[mqtt]\nserver = broker.invalid\ntopics = msh/elsewhere/#\n',
    })
    await until(async () => (await stored(site)) > 0)
    assert.ok(existsSync(join(program.folder, 'demo.db')))
    assert.ok(!existsSync(join(program.folder, 'packets.db')))
    program.process.kill('SIGTERM')
    assert.equal(await program.exit, 0)
  },
)

running('migrate gets to its own commands', async () => {
  const program = run({ args: ['migrate', 'heads'] })
  assert.equal(await program.exit, 0)
  assert.match(program.text(), /^[0-9a-f]{12}/m)
})

running('check says what would not work, without changing anything', async () => {
  const good = run({ args: ['check'] })
  assert.equal(await good.exit, 0)
  assert.match(good.text(), /No problem found/)
  assert.ok(!existsSync(join(good.folder, 'packets.db')))

  const bad = run({
    args: ['check'],
    config:
      '[server]\nport = 0\ntls_cert = none.pem\n[mqtt]\nserver = 127.0.0.1\nport = 1\n[database]\nconnection_string = sqlite:///no/such/p.db\n',
  })
  assert.equal(await bad.exit, 1)
  assert.match(bad.text(), /problem {2}\[server\] tls_cert/)
  assert.match(
    bad.text(),
    /problem {2}\[database\] connection_string: the folder .* does not exist/,
  )
  assert.match(bad.text(), /problem {2}no broker answers at 127\.0\.0\.1 port 1/)
})

running('check with errors lists them and gives 78', async () => {
  const program = run({ args: ['check'], config: '[server]\nport = x\n' })
  assert.equal(await program.exit, 78)
})
