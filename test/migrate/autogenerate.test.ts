import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare, sentence } from '../../src/migrate/compare.js'
import type { TableDefinition } from '../../src/migrate/definition.js'
import { onEmptyDatabases } from './databases.js'
import { firstModels, Scratch } from './scratch.js'

const [packet, traceroute] = firstModels as [TableDefinition, TableDefinition]

onEmptyDatabases('no change of the models: says so and writes nothing', async (database) => {
  const scratch = new Scratch(database)
  assert.equal(await scratch.run('upgrade', 'head'), 0)
  assert.equal(await scratch.run('revision', '--autogenerate', '-m', 'nothing'), 0)
  assert.match(scratch.output.join('\n'), /no changes/)
  assert.equal(scratch.revisions.length, 1)
  assert.equal(await scratch.run('check'), 0)
})

onEmptyDatabases(
  'changed models become one migration that goes up and down and that the models agree with',
  async (database) => {
    const scratch = new Scratch(database)
    await scratch.run('upgrade', 'head')
    const db = await database.open()
    await db.run(`insert into packet (id, channel, size) values (1, 'LongFast', 3), (2, 'x', 4)`)
    await db.run('insert into traceroute (id, packet_id) values (1, 1), (2, 2)')

    scratch.models = [
      {
        ...packet,
        columns: {
          ...packet.columns,
          channel: { type: 'text', default: 'none' },
          size: { type: 'bigint', nullable: true },
          seen_us: { type: 'bigint', default: 0 },
        },
        indices: {
          packet_seen: { columns: ['seen_us', 'id'], where: 'seen_us > 0' },
          packet_channel: { columns: ['channel', 'size'], unique: true },
        },
        checks: { packet_size: 'size < 1000' },
      },
      {
        ...traceroute,
        columns: { ...traceroute.columns, route_return: { type: 'bytes', nullable: true } },
      },
      {
        name: 'example',
        columns: {
          id: { type: 'int', primary: true, autoincrement: true },
          name: { type: 'text', length: 100 },
          value: { type: 'real', nullable: true },
          is_active: { type: 'bool', default: true },
          created_at: { type: 'timestamp', default: { sql: 'current_timestamp' } },
        },
        indices: { idx_example_name: { columns: ['name'] } },
      },
    ]
    assert.equal(await scratch.run('check'), 1)
    assert.match(scratch.output.join('\n'), /column traceroute.route_return is in the models/)
    assert.equal(await scratch.run('revision', '--autogenerate', '-m', 'many changes'), 0)
    assert.match(scratch.written(), /Look at: packet.channel becomes not null/)
    assert.equal(await scratch.run('upgrade', 'head'), 0)
    assert.equal(await scratch.run('check'), 0, scratch.output.join('\n'))
    assert.equal((await db.all('select * from traceroute')).length, 2, 'children stay')
    await db.run(`insert into example (name) values ('a')`)
    const example = await db.get<{ id: number; created_at: unknown }>('select * from example')
    assert.equal(example?.id, 1)
    assert.ok(example?.created_at)

    assert.equal(await scratch.run('downgrade', '-1'), 0)
    const queryRunner = await db.queryRunner()
    assert.deepEqual((await compare(queryRunner, firstModels)).map(sentence), [])
    await queryRunner.release()
    assert.deepEqual(await db.all('select id, channel, size from packet order by id'), [
      { id: 1, channel: 'LongFast', size: 3 },
      { id: 2, channel: 'x', size: 4 },
    ])
    assert.equal((await db.all('select * from traceroute')).length, 2)
  },
)

onEmptyDatabases(
  'one column gone and one come is guessed to be renamed, with a warning',
  async (database) => {
    const scratch = new Scratch(database)
    await scratch.run('upgrade', 'head')
    const db = await database.open()
    await db.run(`insert into packet (id, channel) values (1, 'LongFast')`)
    const { channel, ...columns } = packet.columns
    scratch.models = [
      {
        ...packet,
        columns: { ...columns, channel_name: channel ?? { type: 'text' } },
        indices: { packet_channel: { columns: ['channel_name'] } },
      },
      traceroute,
    ]
    await scratch.run('revision', '--autogenerate', '-m', 'rename')
    assert.match(scratch.written(), /guessed to be called channel_name/)
    assert.equal(await scratch.run('upgrade', 'head'), 0)
    assert.equal(await scratch.run('check'), 0, scratch.output.join('\n'))
    assert.deepEqual(await db.get('select channel_name from packet'), { channel_name: 'LongFast' })
  },
)

onEmptyDatabases('what may lose data is said in the file', async (database) => {
  const scratch = new Scratch(database)
  await scratch.run('upgrade', 'head')
  const { size: _, ...columns } = packet.columns
  scratch.models = [{ ...packet, columns }]
  await scratch.run('revision', '--autogenerate', '-m', 'less')
  const text = scratch.written()
  assert.match(text, /column packet.size is dropped with its values/)
  assert.match(text, /table traceroute is dropped with its rows/)
  assert.equal(await scratch.run('upgrade', 'head'), 0)
  assert.equal(await scratch.run('check'), 0, scratch.output.join('\n'))
  assert.equal(await scratch.run('downgrade', '-1', '--yes'), 0)
})

onEmptyDatabases('branches are refused, shown, merged', async (database) => {
  const scratch = new Scratch(database)
  await scratch.run('revision', '-m', 'left')
  const left = scratch.revisions.at(-1)?.revision ?? ''
  await scratch.run('revision', '-m', 'right', '--head', '1717')
  assert.equal(await scratch.run('heads'), 0)
  assert.equal(scratch.output.length, 2)
  assert.equal(await scratch.run('upgrade', 'head'), 1)
  assert.equal(await scratch.run('revision', '-m', 'which'), 1)
  assert.equal(await scratch.run('upgrade', left), 0)
  assert.equal(await scratch.run('merge', '-m', 'join the branches', 'heads'), 0)
  assert.match(scratch.written(), /downRevision: \['[0-9a-f]{12}', '[0-9a-f]{12}'\]/)
  assert.equal(await scratch.run('merge', '-m', 'again', 'heads'), 1)
  assert.equal(await scratch.run('upgrade', 'head'), 0)
  assert.equal(await scratch.run('current', '--check-heads'), 0)
  assert.equal(await scratch.run('downgrade', '-1'), 0)
  assert.equal(await scratch.run('downgrade', '-1'), 1, 'two heads: -1 is ambiguous')
  const index = readFileSync(join(scratch.folder, 'index.ts'), 'utf8')
  assert.match(index, /readonly Revision\[\] = \[/)
  for (const name of ['left', 'right', 'joinTheBranches']) assert.match(index, new RegExp(name))
})

onEmptyDatabases('data migrations and indexes without a lock go up and down', async (database) => {
  const scratch = new Scratch(database)
  await scratch.run('upgrade', 'head')
  const db = await database.open()
  await db.run(`insert into packet (id, channel, size) values (1, 'a', 1), (2, null, 2)`)
  await scratch.run('revision', '-m', 'label packets')
  await scratch.fillIn(
    `await batchAlterTable(queryRunner, 'packet', (table) => {
      table.addColumn('label', { type: 'text', nullable: true })
    })
    await sql(queryRunner, "update packet set label = coalesce(channel, '?') || ':' || size")
    await batchAlterTable(queryRunner, 'packet', (table) => {
      table.alterColumn('label', { nullable: false })
    })`,
    `await batchAlterTable(queryRunner, 'packet', (table) => table.dropColumn('label'))`,
  )
  await scratch.run('revision', '-m', 'index labels')
  await scratch.fillIn(
    `await createIndex(queryRunner, 'packet_label', 'packet', { columns: ['label'], concurrently: true })`,
    `await dropIndex(queryRunner, 'packet_label', { concurrently: true })`,
    'transaction: false,',
  )
  assert.equal(await scratch.run('upgrade', 'head', '--sql'), 0)
  assert.match(scratch.output.join('\n'), /update packet set label/)
  if (database.engine === 'postgres') {
    assert.match(scratch.output.join('\n'), /create index concurrently "packet_label"/)
  }
  assert.equal(await scratch.run('upgrade', 'head'), 0)
  assert.deepEqual(await db.all('select label from packet order by id'), [
    { label: 'a:1' },
    { label: '?:2' },
  ])
  assert.equal(await scratch.run('downgrade', '-2', '--sql'), 0)
  assert.match(scratch.output.join('\n'), /drop index/)
  assert.equal(await scratch.run('downgrade', '-2'), 0)
  assert.deepEqual(Object.keys((await db.get<object>('select * from packet')) ?? {}), [
    'id',
    'channel',
    'size',
  ])
})

onEmptyDatabases('--sql runs nothing', async (database) => {
  const scratch = new Scratch(database)
  await scratch.run('upgrade', 'head', '--sql')
  assert.match(scratch.output.join('\n'), /create table "packet"/)
  await scratch.run('current')
  assert.deepEqual(scratch.output, ['base'])
})

onEmptyDatabases('stamp writes where the database stands and runs nothing', async (database) => {
  const scratch = new Scratch(database)
  assert.equal(await scratch.run('stamp', 'head'), 0)
  await scratch.run('current')
  assert.deepEqual(scratch.output, ['1717fa5c6545 (head)'])
  assert.equal(await scratch.run('check'), 1, 'the tables are missing')
  assert.equal(await scratch.run('stamp', 'base'), 0)
  assert.equal(await scratch.run('upgrade'), 0)
})

onEmptyDatabases('a downgrade that loses rows wants a yes', async (database) => {
  const scratch = new Scratch(database)
  await scratch.run('upgrade', 'head')
  const db = await database.open()
  await db.run('insert into packet (id) values (1)')
  assert.equal(await scratch.run('downgrade', 'base'), 1)
  assert.match(scratch.output.join('\n'), /loses every row.*--yes/)
  assert.equal(await scratch.run('downgrade', 'base', '--yes'), 0)
})

onEmptyDatabases('a command line that cannot be understood is 2', async (database) => {
  const scratch = new Scratch(database)
  for (const args of [
    ['sideways'],
    ['upgrade', '--frob'],
    ['downgrade'],
    ['revision'],
    ['heads', 'x'],
  ]) {
    assert.equal(await scratch.run(...args), 2, args.join(' '))
  }
})

onEmptyDatabases(
  'an applied migration that was edited is noticed, and nothing else happens',
  async (database) => {
    const scratch = new Scratch(database)
    await scratch.run('revision', '-m', 'a note')
    const name = /([0-9a-f]{12}_a_note\.ts)/.exec(scratch.output.join())?.[1] ?? ''
    await scratch.run('upgrade', 'head')
    const file = join(scratch.folder, name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
    await scratch.run('upgrade', 'head')
    assert.doesNotMatch(scratch.output.join(), /edited/, 'other line ends are no edit')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n// changed my mind\n`)
    assert.equal(await scratch.run('upgrade', 'head'), 0)
    assert.match(
      scratch.output.join(),
      /warning: [0-9a-f]{12} was edited after it had been applied/,
    )
    assert.equal(await scratch.run('check'), 1)
    assert.match(scratch.output.join(), /was edited after it had been applied/)
  },
)
