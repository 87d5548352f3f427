import { rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/** What browsers load: each source becomes one file whose name carries a hash of its content. */
const sources = {
  'theme.js': 'src/islands/theme.ts',
  'site.js': 'src/islands/site.ts',
  'welcome.js': 'src/islands/welcome.ts',
  'migrating.js': 'src/islands/migrating.ts',
  'site.css': 'public/css/site.css',
}

/**
 * Bundles the islands and the style sheet of the repository at `root` into public/dist, with a
 * `manifest.json` from the name in `sources` to the file made of it.
 */
export async function buildIslands(root: string): Promise<void> {
  const outdir = join(root, 'public', 'dist')
  rmSync(outdir, { recursive: true, force: true })
  const manifest: Record<string, string> = {}
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
      logLevel: 'warning',
    })
    const made = Object.keys(result.metafile.outputs).find((file) => !file.endsWith('.map'))
    if (made === undefined) throw new Error(`esbuild made nothing of ${source}`)
    manifest[name] = basename(made)
  }
  writeFileSync(join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
