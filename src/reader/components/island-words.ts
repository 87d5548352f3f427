import type { Speech, Words } from '../../words/languages.js'

/** The sections of the catalogue that a script of a page needs; `site.js` is on every page. */
const sections: Readonly<Record<string, readonly (keyof Words)[]>> = {
  'site.js': ['units', 'live'],
  'charts.js': ['symbols'],
  'map.js': ['drawing', 'roles', 'symbols'],
  'heatmap.js': ['drawing'],
  'nodegraph.js': ['drawing', 'roles', 'symbols'],
  'coverage.js': ['coverage'],
  'welcome.js': ['welcomeState'],
}

/** The texts that a page's scripts take from its `data-words`: see src/islands/words.ts. */
export function islandTexts({ texts }: Speech, scripts: readonly string[]): string {
  const names = new Set(['site.js', ...scripts].flatMap((script) => sections[script] ?? []))
  return JSON.stringify(Object.fromEntries([...names].map((name) => [name, texts[name]])))
}
