import { fileURLToPath } from 'node:url'
import { makeCodeCaches } from './code-cache.js'
import { bundleDependencies } from './dependencies.js'
import { writeDescriptors } from './descriptors.js'
import { buildIslands } from './islands.js'
import { buildPrograms } from './programs.js'

// What tsc does not make; runs from dist/src/build.
const root = fileURLToPath(new URL('../../..', import.meta.url))
writeDescriptors(fileURLToPath(new URL('../mesh', import.meta.url)))
await bundleDependencies(root)
await buildIslands(root)
if (await buildPrograms(root)) await makeCodeCaches(root)
