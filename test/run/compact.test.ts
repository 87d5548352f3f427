import assert from 'node:assert/strict'
import test from 'node:test'
import { runInThisContext } from 'node:vm'
import { compact } from '../../src/build/compact.js'

const PROGRAM = `"use strict";
// dist/src/one.js
/** Says where it was thrown. */
function thrown() {
  try {
    // dist/src/not-a-module.js
    throw new Error("one");
  } catch (error) {
    return error.stack;
  }
}
// node_modules/some-package/lib/two.js
var text = \`a text
    // with what is none: dist/src/one.js
      on three lines\`;
function isStrict() {
  "use strict";
  return this === void 0;
}
// dist/src/three.js
[thrown(), text, isStrict(), thrown.name];
`

test('a compact program does what it did, and names each of its modules above its code', async () => {
  const made = await compact(PROGRAM)
  assert.ok(made.length < PROGRAM.length * 0.8)
  const filename = 'program.js'
  const [stack, ...rest] = runInThisContext(made, { filename })
  assert.deepEqual(rest, runInThisContext(PROGRAM).slice(1))

  const line = Number(/thrown \(program\.js:(\d+):/.exec(stack)?.[1])
  const above = made.split('\n').slice(0, line - 1)
  assert.equal(
    above.findLast((text) => text.startsWith('// ')),
    '// dist/src/one.js',
  )
  assert.deepEqual(made.match(/^\/\/ \S+$/gm), [
    '// dist/src/one.js',
    '// node_modules/some-package/lib/two.js',
    '// dist/src/three.js',
  ])
})
