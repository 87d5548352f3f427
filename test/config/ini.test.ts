import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseIni } from '../../src/config/ini.js'

function valueIn(source: string, section: string, key: string): string | undefined {
  return parseIni(source).sections.get(section)?.values.get(key)?.text
}

test('# and ; inside a value are plain characters, at the start of a line they begin a comment', () => {
  const source = '[mqtt]\n  # not a value\n; nor this\ntopics = ["msh/US/#"] ; all\n'
  assert.equal(valueIn(source, 'mqtt', 'topics'), '["msh/US/#"] ; all')
})

test('key and value are parted by the first = or :, and keys are taken in lower case', () => {
  assert.equal(valueIn('[a]\nKey: x=y\n', 'a', 'key'), 'x=y')
  assert.equal(valueIn('[a]\nkey=x:y=z\n', 'a', 'key'), 'x:y=z')
  assert.equal(valueIn('[a]\nkey =\n', 'a', 'key'), '')
})

test('an indented line continues the value, over comments and empty lines', () => {
  const source = '[a]\nkey = one\n  two\n  # a comment\n\n  three\nnext = 4\n'
  assert.equal(valueIn(source, 'a', 'key'), 'one\ntwo\n\nthree')
  assert.equal(valueIn(source, 'a', 'next'), '4')
})

test('an indented section reads like any other', () => {
  assert.equal(valueIn('  [a]\n  key = 1\n  other = 2\n', 'a', 'other'), '2')
})

test('a byte order mark, Windows line ends and a missing last line end are understood', () => {
  assert.equal(valueIn('\uFEFF[a]\r\nkey = 1\r\nother = 2', 'a', 'other'), '2')
})

test('per cent signs are plain characters', () => {
  assert.equal(valueIn('[a]\nkey = %(x)s 100% %%\n', 'a', 'key'), '%(x)s 100% %%')
})

test('section names tell upper from lower case', () => {
  assert.equal(valueIn('[Server]\nport = 1\n', 'server', 'port'), undefined)
})

test('duplicates, stray lines and keys without a section are errors with their lines', () => {
  const { errors } = parseIni('early = 1\n[a]\nkey = 1\nkey = 2\nstray\n[a]\n')
  assert.equal(errors.length, 4)
  assert.match(errors[0]!, /line 1: early stands before/)
  assert.match(errors[1]!, /line 4: \[a\] key is given twice, first on line 3/)
  assert.match(errors[2]!, /line 5: expected/)
  assert.match(errors[3]!, /line 6: section \[a\] began on line 2/)
})

test('a stray line, which may be the tail of a secret, is not repeated', () => {
  assert.doesNotMatch(parseIni('[a]\nhunter2\n').errors.join(), /hunter2/)
})

test('keys that are names of object properties do no harm', () => {
  assert.equal(valueIn('[__proto__]\nconstructor = 1\n', '__proto__', 'constructor'), '1')
})
