import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Seconds that the program has to start and serve; a build on a slow machine goes on without. */
const PATIENCE = 30
/** What a first visitor asks for: the functions that make these are compiled ahead. */
const PAGES = ['/map', '/nodelist', '/chat', '/firehose', '/stats', '/health']

/**
 * Runs writer and reader once, in an empty folder that is removed again and heard by nobody else,
 * so that V8 leaves beside them what it compiled (src/run/load-program.ts). Where that cannot be,
 * it says so: everything works without, and starts a third slower.
 */
export async function makeCodeCaches(root: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-build-'))
  try {
    await runOnce(root, folder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    console.warn(`Starts will be a third slower, the program did not run at its build: ${reason}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runOnce(root: string, folder: string): Promise<void> {
  const [web, broker] = await Promise.all([freePort(), freePort()])
  const config = join(folder, 'config.ini')
  writeFileSync(
    config,
    `[server]\nbind = 127.0.0.1\nport = ${web}\n[broker]\nbind = 127.0.0.1\nport = ${broker}\n`,
  )
  const args = [join(root, 'dist', 'mvrun.js'), '--config', config, '--pid_dir', folder]
  const env = { ...withoutSettings(), MESHVIEW_CODE_CACHE: join(root, 'dist', 'app') }
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-2000)
    })
  }
  const ended = once(child, 'exit')
  try {
    await Promise.race([
      visit(`http://127.0.0.1:${web}`),
      ended.then(() => Promise.reject(new Error(said))),
    ])
  } finally {
    child.kill('SIGTERM')
    const killing = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(killing)
  }
}

/** What is set for a site is not for this one. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MESHVIEW_|NODE_OPTIONS$)/.test(name)),
  )
}

async function visit(site: string): Promise<void> {
  const until = performance.now() + PATIENCE * 1000
  while (!(await answers(`${site}/`))) {
    if (performance.now() > until) throw new Error(`no page after ${PATIENCE} s`)
    await sleep(50)
  }
  // Whatever they answer: a machine whose disk is nearly full is not healthy, and builds.
  for (const page of PAGES) await answers(`${site}${page}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
