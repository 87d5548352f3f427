import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

const ofSystem =
  /@media screen and \(prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme="light"\]\) (\{[^}]*\})\s*\}/g

/**
 * The dark colours of a style sheet, once for the visitor's system and once for his choice: CSS
 * has no selector for the one or the other, and light-dark() is unknown to phones of 2023. Paper
 * is always light.
 */
export function withChosenDark(css: string): string {
  return css.replace(ofSystem, '$&\n@media screen {\n:root[data-theme="dark"] $1\n}')
}

/** Does so with every style sheet that a bundle takes in. */
export const themes: Plugin = {
  name: 'themes',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, ({ path }) => ({
      contents: withChosenDark(readFileSync(path, 'utf8')),
      loader: 'css',
    }))
  },
}
