import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../test/helpers/ports.js'
import { makeFolder, type Running, run, until } from '../test/helpers/processes.js'
import { type DatabaseSize, fillDatabase } from './database.js'
import { quantile, runProgram } from './processes.js'
import { withFolder } from './reads.js'
import type { Line } from './table.js'

const TIMES = 5

/** From the command to the first page: in an empty folder, again, and on a large database. */
export async function benchStart(size: DatabaseSize): Promise<Line[]> {
  const lines: Line[] = [await line('node itself', bareNode)]
  lines.push(
    await line('empty folder, from mvrun to the first page', () => withSite(null, firstPage)),
    await line('  of that: the writer alone, until it stores (migrates)', () =>
      withSite(null, ({ config }) => untilSaid(runProgram('writer', config), /"storing packets"/)),
    ),
    await line('  of that: the reader alone, until it listens', () =>
      withSite(null, ({ config }) => untilSaid(runProgram('reader', config), /"listening":/)),
    ),
  )
  const large = await withFolder(async (folder) => {
    const file = join(folder, 'packets.db')
    await fillDatabase(file, size)
    return [
      await line('database of a million receptions, from mvrun to the first page', () =>
        withSite(file, firstPage),
      ),
      await line('  the list of nodes after that', () => withSite(file, secondPage)),
    ]
  })
  return [...lines, ...large]
}

async function bareNode(): Promise<number> {
  const started = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return performance.now() - started
}

/** Median of some runs; `work` gives the milliseconds that count. */
async function line(name: string, work: () => Promise<number>): Promise<Line> {
  const times: number[] = []
  for (let run = 0; run < TIMES; run++) {
    times.push(await work())
  }
  return {
    name,
    value: quantile(times, 0.5),
    unit: `ms, ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms`,
  }
}

interface Site {
  folder: string
  config: string
  url: string
}

async function withSite(
  file: string | null,
  work: (site: Site) => Promise<number>,
): Promise<number> {
  const port = await freePort()
  const { folder, config, remove } = makeFolder({
    server: { bind: '127.0.0.1', port },
    broker: { bind: '127.0.0.1', port: await freePort() },
    ...(file !== null && { database: { connection_string: `sqlite:///${file}` } }),
  })
  try {
    return await work({ folder, config, url: `http://127.0.0.1:${port}` })
  } finally {
    remove()
  }
}

function firstPage(site: Site): Promise<number> {
  return withMvrun(site, async (started) => {
    await answers(`${site.url}/`)
    return performance.now() - started
  })
}

function secondPage(site: Site): Promise<number> {
  return withMvrun(site, async () => {
    await answers(`${site.url}/`)
    const asked = performance.now()
    await answers(`${site.url}/nodelist`)
    return performance.now() - asked
  })
}

async function withMvrun(
  { folder, config }: Site,
  work: (started: number) => Promise<number>,
): Promise<number> {
  const started = performance.now()
  const mvrun = run('mvrun.js', ['--config', config, '--pid_dir', folder], {}, folder)
  try {
    return await work(started)
  } finally {
    await mvrun.stop()
  }
}

async function answers(url: string): Promise<void> {
  await until(
    async () => {
      const answer = await fetch(url)
      await answer.arrayBuffer()
      return answer.status
    },
    (status) => status === 200,
    60_000,
  )
}

async function untilSaid(running: Running, words: RegExp): Promise<number> {
  const started = performance.now()
  try {
    await running.said(words)
    return performance.now() - started
  } finally {
    await running.stop()
  }
}
