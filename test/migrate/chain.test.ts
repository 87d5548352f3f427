import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrations } from '../../migrations/index.js'
import { chainOf } from '../../src/migrate/chain.js'
import type { Revision } from '../../src/migrate/revision.js'

let clock = 1_700_000_000_000

function revision(id: string, downRevision: string | string[] | null): Revision {
  clock += 1000
  return {
    name: `R${id}${clock}`,
    revision: id,
    downRevision,
    message: `makes ${id}`,
    up: async () => {},
    down: async () => {},
  }
}

const a = revision('aaaa11111111', null)
const b = revision('bbbb22222222', 'aaaa11111111')
const c = revision('cccc33333333', 'bbbb22222222')
const d = revision('dddd44444444', 'bbbb22222222')
const m = revision('eeee55555555', ['cccc33333333', 'dddd44444444'])
const ids = (revisions: Revision[]) => revisions.map((r) => r.revision.slice(0, 4))

test('the chain of the program has one head and begins where MeshView 3.0.5 ends', () => {
  const chain = chainOf(migrations)
  assert.equal(chain.heads().length, 1)
  assert.equal(chain.order[0]?.revision, '23dad03d2e42')
})

test('revisions are ordered by parents, whatever the order of the list', () => {
  assert.deepEqual(ids([...chainOf([m, d, c, b, a]).order]), [
    'aaaa',
    'bbbb',
    'cccc',
    'dddd',
    'eeee',
  ])
})

test('upgrade targets: head, heads, +N, a revision and a unique prefix of it', () => {
  const chain = chainOf([a, b, c])
  assert.deepEqual(ids(chain.planUp([], 'head')), ['aaaa', 'bbbb', 'cccc'])
  assert.deepEqual(ids(chain.planUp(['aaaa11111111'], '+1')), ['bbbb'])
  assert.deepEqual(ids(chain.planUp([], 'bbbb22222222')), ['aaaa', 'bbbb'])
  assert.deepEqual(ids(chain.planUp([], 'bbbb')), ['aaaa', 'bbbb'])
  assert.deepEqual(ids(chain.planUp(['aaaa11111111', 'bbbb22222222', 'cccc33333333'], 'head')), [])
})

test('downgrade targets: base, -N, a revision, which stays', () => {
  const chain = chainOf([a, b, c])
  const all = ['aaaa11111111', 'bbbb22222222', 'cccc33333333']
  assert.deepEqual(ids(chain.planDown(all, 'base')), ['cccc', 'bbbb', 'aaaa'])
  assert.deepEqual(ids(chain.planDown(all, '-2')), ['cccc', 'bbbb'])
  assert.deepEqual(ids(chain.planDown(all, 'aaaa')), ['cccc', 'bbbb'])
})

test('two heads are refused for "head", allowed for "heads", and joined by a merge', () => {
  const branched = chainOf([a, b, c, d])
  assert.deepEqual(branched.heads(), ['cccc33333333', 'dddd44444444'])
  assert.throws(
    () => branched.planUp([], 'head'),
    /Multiple heads: cccc33333333, dddd44444444.*merge/,
  )
  assert.deepEqual(ids(branched.planUp([], 'heads')), ['aaaa', 'bbbb', 'cccc', 'dddd'])
  assert.deepEqual(chainOf([a, b, c, d, m]).heads(), ['eeee55555555'])
})

test('a branch that came late is applied with the merge', () => {
  const chain = chainOf([a, b, c, d, m])
  assert.deepEqual(ids(chain.planUp(['aaaa11111111', 'bbbb22222222', 'cccc33333333'], 'head')), [
    'dddd',
    'eeee',
  ])
})

test('-1 is refused where the database stands on two heads', () => {
  const chain = chainOf([a, b, c, d])
  const all = chain.order.map((r) => r.revision)
  assert.throws(() => chain.planDown(all, '-1'), /ambiguous.*cccc33333333 and dddd44444444/)
  assert.deepEqual(ids(chain.planDown(all, 'bbbb')), ['dddd', 'cccc'])
})

test('targets beyond the ends are refused with the numbers', () => {
  const chain = chainOf([a, b])
  assert.throws(() => chain.planUp([], '+9'), /only 2 are pending/)
  assert.throws(() => chain.planDown(['aaaa11111111'], '-2'), /below base/)
  assert.throws(
    () => chain.planDown(['aaaa11111111'], 'bbbb'),
    /does not have revision bbbb22222222/,
  )
})

test('unknown parents, circles, duplicates, bad names and ambiguous prefixes are refused', () => {
  assert.throws(() => chainOf([b]), /builds on aaaa11111111, which does not exist/)
  const x = revision('aaaa99999999', 'bbbb22222222')
  const circle = { ...revision('bbbb22222222', 'aaaa99999999') }
  assert.throws(() => chainOf([x, circle]), /circle/)
  assert.throws(() => chainOf([a, a]), /Two migrations have the revision/)
  assert.throws(() => chainOf([{ ...a, name: 'NoTime' }]), /13 digits/)
  const twin = revision('aaaa77777777', 'aaaa11111111')
  assert.throws(() => chainOf([a, twin]).resolve('aaaa'), /ambiguous/)
  assert.throws(() => chainOf([a]).resolve('aa'), /at least four/)
  assert.throws(() => chainOf([a]).resolve('ffff'), /no revision ffff/)
})
