import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/db/open.js'
import { upgrade } from '../../src/migrate/index.js'
import { childProgram } from '../helpers/child-program.js'
import { migrations, ROWS } from './crash-chain.js'
import type { TestDatabase } from './databases.js'

const script = new URL('./crash-child.js', import.meta.url)
const program = await childProgram(script, (url) => ['up', url])
export const FIRST = 'c10000000001'

/** A migrating process and what it says. */
export class Child {
  readonly process: ChildProcess
  output = ''
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  #begun: Promise<void>

  constructor(verb: 'up' | 'down' | 'worker', url: string, target = '') {
    // Code that V8 kept may import nothing by its address, as a thread of another chain does.
    const file = verb === 'worker' ? fileURLToPath(script) : program
    this.process = spawn(process.execPath, [file, verb, url, ...(target ? [target] : [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.ended = once(this.process, 'exit').then(([code, signal]) => ({ code, signal }))
    this.#begun = new Promise((resolve) => {
      this.process.stdout?.on('data', (text) => {
        this.output += text
        if (this.output.includes('begun')) resolve()
      })
    })
  }

  /** Resolves when the process works under the lock, or has ended. */
  async begun(): Promise<void> {
    await Promise.race([this.#begun, this.ended])
  }

  get applied(): string[] {
    return (/done (\S*)/.exec(this.output)?.[1] ?? '').split(',').filter(Boolean)
  }
}

/** The tables at the first revision, with rows and children. */
export async function fill(database: TestDatabase): Promise<Database> {
  const db = await database.open()
  await upgrade(db, FIRST, { revisions: migrations })
  const numbers =
    database.engine === 'sqlite'
      ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS}) select i from n`
      : `select i from generate_series(1, ${ROWS}) i`
  await db.run(`insert into parent (id, name) select i, 'node ' || i from (${numbers}) as n`)
  await db.run('insert into child (id, parent_id) select id, id from parent')
  await db.run(`insert into tally (step, n) values ('data', 0), ('rebuild', 0), ('again', 0)`)
  return db
}

/** Everything that must be so when the chain stands at its head, or at its first revision. */
export async function verify(db: Database, at: 'head' | 'first'): Promise<void> {
  const n = at === 'head' ? 1 : 0
  const applied = await db.all<{ revision: string }>('select revision from migrations order by id')
  const expected = at === 'head' ? migrations.map((m) => m.revision) : [FIRST]
  assert.deepEqual(applied.map((row) => row.revision).sort(), expected)
  assert.deepEqual(await db.all('select step, n from tally order by step'), [
    { step: 'again', n },
    { step: 'data', n },
    { step: 'rebuild', n },
  ])
  const parents = await db.get('select count(*) as n, min(v) as low, max(v) as high from parent')
  assert.deepEqual(parents, { n: ROWS, low: n * 11, high: n * 11 })
  assert.deepEqual(await db.get('select count(*) as n from child'), { n: ROWS })
  if (at === 'head') {
    assert.deepEqual(await db.get('select count(*) as n, count(distinct name) as d from copied'), {
      n: ROWS,
      d: ROWS,
    })
    assert.deepEqual(await db.get(`select label from parent where id = 7`), { label: 'node 7!' })
  }
  if (db.engine === 'sqlite') {
    assert.deepEqual(await db.all('pragma foreign_key_check'), [])
    assert.deepEqual(await db.all('pragma quick_check'), [{ quick_check: 'ok' }])
  }
}

/**
 * Runs the chain up and down again and again and kills it at random moments, `kills` times;
 * whenever a run comes through, the end state has to be right. How often each way was hit.
 */
export async function killAtRandom(
  database: TestDatabase,
  kills: { up: number; down: number },
): Promise<void> {
  const db = await fill(database)
  const left = { ...kills }
  let direction: 'up' | 'down' = 'up'
  let span = 600
  while (left.up > 0 || left.down > 0) {
    const child: Child =
      direction === 'up' ? new Child('up', database.url) : new Child('down', database.url, FIRST)
    await child.begun()
    const started = performance.now()
    if (left[direction] > 0) {
      await Promise.race([sleep(Math.random() * span), child.ended])
      child.process.kill('SIGKILL')
    }
    const { code, signal } = await child.ended
    if (signal === 'SIGKILL') left[direction]--
    else {
      assert.equal(code, 0, child.output)
      // What a whole run takes is how long the next ones may live.
      span = Math.min(span, (performance.now() - started) * 1.1 + 20)
      await verify(db, direction === 'up' ? 'head' : 'first')
      direction = direction === 'up' ? 'down' : 'up'
    }
  }
  const last = new Child('up', database.url)
  assert.equal((await last.ended).code, 0)
  await verify(db, 'head')
}
