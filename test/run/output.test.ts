import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { listeningMessage, reachableHosts } from '../../src/run/addresses.js'
import { eachLine } from '../../src/run/lines.js'
import { createOutput } from '../../src/run/output.js'
import { formatRecord, parseRecord } from '../../src/run/readable.js'

function show(fields: Record<string, unknown>): string {
  const record = parseRecord(
    JSON.stringify({ level: 'info', time: '2026-01-02T03:04:05Z', ...fields }),
  )
  assert.ok(record)
  return formatRecord('writer', record).replace(/^\d\d:\d\d:\d\d/, 'TIME')
}

async function linesOf(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  eachLine(stream, (line) => lines.push(line))
  const ended = new Promise((resolve) => stream.on('end', resolve))
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await ended
  return lines
}

test('lines are put together from any chunks, the last one without a line end too', async () => {
  assert.deepEqual(await linesOf(['a', 'b\nc', '\r\n', '\n', 'd']), ['ab', 'c', 'd'])
})

test('a character cut by a chunk is put together', async () => {
  const bytes = Buffer.from('grün\n')
  assert.deepEqual(await linesOf([bytes.subarray(0, 3), bytes.subarray(3)]), ['grün'])
})

test('a line without end is cut, and the next line is whole again', async () => {
  const lines = await linesOf([...Array.from({ length: 50 }, () => 'x'.repeat(10_000)), '\nnext\n'])
  assert.equal(lines.length, 2)
  assert.ok(lines[0]!.length < 20_000)
  assert.match(lines[0]!, /\(cut\)$/)
  assert.equal(lines[1], 'next')
})

test('a record becomes a line of text with its fields', () => {
  assert.equal(
    show({ msg: 'connected', broker: 'mqtt://h:1883', topics: ['msh/#'], note: 'two words' }),
    'TIME writer | connected broker=mqtt://h:1883 topics=["msh/#"] note="two words"',
  )
  assert.equal(show({ level: 'warn', msg: 'slow' }), 'TIME writer | warning: slow')
})

test('an error is shown with its reason, and with its stack when it is one of ours to mend', () => {
  const err = { message: 'disk full', stack: 'Error: disk full\n    at write (a.js:1:2)' }
  assert.equal(
    show({ level: 'warn', msg: 'later', err }),
    'TIME writer | warning: later: disk full',
  )
  assert.match(show({ level: 'error', msg: 'no', err }), /error: no: disk full\n +\| +at write/)
})

test('control characters from the mesh cannot steer a terminal', () => {
  const line = show({ msg: 'name \x1b]0;owned\x07\u202e\u009b1m', node: '\x1b[2J' })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  assert.doesNotMatch(line, /[\x00-\x1f\x7f-\x9f\u202e]/)
  assert.match(line, /\\u001b\]0;owned/)
})

test('what is no record is passed on with its prefix', () => {
  for (const line of ['plain', '{not json', '{"a":1}', '[1]', '{"level":30,"time":1}']) {
    assert.equal(parseRecord(line), undefined)
  }
})

test('as JSON, records stay as they are and everything else is wrapped', () => {
  const written: string[] = []
  const output = createOutput({
    write: (text) => written.push(text),
    json: true,
    colours: false,
    onListening: () => {},
  })
  const record = '{"level":"info","time":"2026-01-02T03:04:05Z","msg":"x"}'
  output.line('reader', record)
  output.line('reader', 'Error: boom')
  output.say('stopping')
  assert.equal(written[0], `${record}\n`)
  assert.equal(JSON.parse(written[1]!).msg, 'Error: boom')
  assert.equal(JSON.parse(written[1]!).name, 'reader')
  assert.equal(JSON.parse(written[2]!).name, 'mvrun')
})

test('for people, the line of a server that is ready is left to whoever prints its address', () => {
  const written: string[] = []
  const heard: unknown[] = []
  const output = createOutput({
    write: (text) => written.push(text),
    json: false,
    colours: false,
    onListening: (listening) => heard.push(listening),
  })
  const listening = { what: 'web', address: '::', port: 1, tls: false }
  output.line('reader', JSON.stringify({ level: 'info', time: 0, msg: 'listening', listening }))
  output.line('reader', 'text')
  assert.deepEqual(heard, [listening])
  assert.equal(written.length, 1)
})

test('a listening server is told with addresses that can be opened', () => {
  const web = { what: 'web', address: '0.0.0.0', port: 8081, tls: false } as const
  assert.match(listeningMessage(web), /^open http:\/\/localhost:8081\//)
  assert.doesNotMatch(listeningMessage(web), /0\.0\.0\.0/)
  assert.equal(listeningMessage({ ...web, address: '::1', tls: true }), 'open https://[::1]:8081/')
  assert.match(listeningMessage({ ...web, what: 'broker', port: 1883 }), /localhost:1883/)
  assert.deepEqual(reachableHosts('192.0.2.1'), ['192.0.2.1'])
})
