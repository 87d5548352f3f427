import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { writeCompressed } from './compressed.js'
import { removeFormer } from './former-files.js'
import { buildOutline } from './outline.js'
import { themes } from './themes.js'

/** What browsers load: each source becomes one file whose name carries a hash of its content. */
const sources = {
  'theme.js': 'src/islands/theme.ts',
  'site.js': 'src/islands/site.ts',
  'welcome.js': 'src/islands/welcome.ts',
  'migrating.js': 'src/islands/migrating.ts',
  'charts.js': 'src/islands/charts.ts',
  'map.js': 'src/islands/map.ts',
  'heatmap.js': 'src/islands/heatmap.ts',
  'places.js': 'src/islands/places.ts',
  'coverage.js': 'src/islands/coverage.ts',
  'nodegraph.js': 'src/islands/nodegraph.ts',
  'site.css': 'public/css/site.css',
  'charts.css': 'public/css/charts.css',
  'map.css': 'public/css/map.css',
  'places.css': 'public/css/places.css',
}

/**
 * Bundles the islands and the style sheets of the repository at `root` into public/dist, with a
 * `manifest.json` from the name in `sources` to the file made of it.
 */
export async function buildIslands(root: string): Promise<void> {
  const outdir = join(root, 'public', 'dist')
  mkdirSync(outdir, { recursive: true })
  const manifest: Record<string, string> = { outline: buildOutline(outdir) }
  for (const [name, source] of Object.entries(sources)) {
    const result = await build({
      absWorkingDir: root,
      entryPoints: [source],
      entryNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      outdir,
      bundle: true,
      minify: true,
      sourcemap: 'linked',
      format: 'iife',
      target: ['chrome100', 'firefox100', 'safari15.4'],
      metafile: true,
      plugins: [themes],
      loader: { '.png': 'dataurl' },
      logLevel: 'warning',
    })
    const made = Object.keys(result.metafile.outputs).find((file) => !file.endsWith('.map'))
    if (made === undefined) throw new Error(`esbuild made nothing of ${source}`)
    manifest[name] = basename(made)
    writeCompressed(join(root, made), readFileSync(join(root, made)))
  }
  writeFileSync(join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  removeFormer(outdir)
}
