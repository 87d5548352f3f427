import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { constants, Script } from 'node:vm'
import { MAKE_CACHE } from '../config/contract.js'

/**
 * Runs `folder/NAME.js`, one file in CommonJS, with what V8 compiled of it at the build
 * (`NAME.cache`): that is a third of the time of a start. Another Node than the build's refuses
 * the cache and compiles. V8 compares no more than the length of the source, so NAME has a digest
 * in it.
 */
export function loadProgram(folder: string, name: string): unknown {
  // A start makes much that is soon no longer needed: it alone would have the space of new objects as
  // large as it may be, for good (config/thrift.ts). As an option of Node this is not heard.
  setFlagsFromString('--semi-space-growth-factor=1')
  const file = join(folder, `${name}.js`)
  const outside = createRequire(file)
  const exports = {}
  const module = { exports }
  const require = (id: string) => (id.startsWith('./') ? outside(`${id}.cjs`) : outside(id))
  Object.assign(require, { resolve: outside.resolve })
  compile(file, name)(exports, require, module, file, dirname(file))
  return module.exports
}

/**
 * The program as the function that Node makes of every file in CommonJS. Nothing of it stays here: it runs
 * once, and what V8 compiled of it, a megabyte of the reader, goes when nobody can run it again.
 */
function compile(file: string, name: string): (...args: unknown[]) => void {
  const script = new Script(Module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: readCache(join(dirname(file), `${name}.cache`)),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const made = process.env[MAKE_CACHE]
  if (made) keepForCache(script, join(made, `${name}.cache`))
  return script.runInThisContext()
}

/** By itself, or the function above would keep the script for this one. */
function keepForCache(script: Script, cache: string): void {
  process.on('exit', () => writeCache(cache, script))
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Complete or not at all, whoever else writes the same. */
function writeCache(file: string, script: Script): void {
  const part = `${file}-${process.pid}`
  writeFileSync(part, script.createCachedData())
  renameSync(part, file)
}
