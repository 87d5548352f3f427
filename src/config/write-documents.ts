import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { renderIni, renderMarkdown } from './document.js'

// Run after a change of the schema; works from dist/src/config.
const root = new URL('../../../', import.meta.url)
writeFileSync(fileURLToPath(new URL('config.ini', root)), renderIni())
writeFileSync(fileURLToPath(new URL('docs/configuration.md', root)), renderMarkdown())
