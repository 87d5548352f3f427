import { transform } from 'esbuild'

/** The path of a module, as esbuild writes it above its code. */
const MODULE = /^\/\/ (?=(?:dist|node_modules)\/\S+\.\w+$)/gm
/** The same as a comment that esbuild keeps, behind the module before. */
const KEPT_MODULE = /\/\/! (?=(?:dist|node_modules)\/\S+\.\w+$)/gm

/**
 * A program without comments and line ends, but for the path of each module above its code, by which
 * stack traces and profiles tell what they are about; no name is shortened. V8 keeps the text of a
 * program as long as it runs, and from the first stack trace on a table of its lines.
 */
export async function compact(code: string): Promise<string> {
  // Lines of some length would be easier to read, but esbuild ends them in the midst of a text, also of
  // 'use strict', which is none then.
  const marked = code.replace(MODULE, '//! ')
  const made = await transform(marked, {
    minifyWhitespace: true,
    legalComments: 'inline',
    platform: 'node',
    target: 'node20',
  })
  return made.code.replace(KEPT_MODULE, '\n// ')
}
