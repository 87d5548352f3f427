import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextMemory } from '../../src/reader/text-memory.js'

test('a text is made once as long as it is asked for, however many others come', () => {
  const memory = new TextMemory(1000)
  let made = 0
  const often = () => memory.get('often', () => `made ${++made}`)
  for (let index = 0; index < 200; index++) {
    assert.equal(often(), 'made 1')
    memory.get(`once ${index}`, () => 'x'.repeat(50))
  }
})

test('what is not asked for any more is forgotten: the memory is bounded', () => {
  const memory = new TextMemory(1000)
  const made: string[] = []
  const ask = (key: string) =>
    memory.get(key, () => {
      made.push(key)
      return key.repeat(10)
    })
  ask('first')
  for (let index = 0; index < 200; index++) ask(`other ${index}`)
  ask('first')
  assert.equal(made.filter((key) => key === 'first').length, 2)
})
