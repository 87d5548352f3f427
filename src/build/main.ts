import { fileURLToPath } from 'node:url'
import { writeDescriptors } from './descriptors.js'
import { buildIslands } from './islands.js'

// What tsc does not make; runs from dist/src/build.
writeDescriptors(fileURLToPath(new URL('../mesh', import.meta.url)))
await buildIslands(fileURLToPath(new URL('../../..', import.meta.url)))
