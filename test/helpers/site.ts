import type { TestContext } from 'node:test'
import { listeningPort, makeFolder, type Running, run, until } from './processes.js'

/** A writer and a reader of their own, on free ports of 127.0.0.1 and a fresh SQLite file. */
export interface Site {
  url: string
  brokerPort: number | null
  folder: string
  config: string
  writer: Running
  reader: Running
  json<T>(path: string): Promise<T>
  page(path: string): Promise<string>
  /** Waits until this many messages have been received and stored. */
  received(count: number): Promise<void>
  restartWriter(): Promise<void>
}

export type Settings = Record<string, Record<string, string | number>>

/** How the processes of a site are started. */
export interface Start {
  env?: Record<string, string>
  /** Options of Node. */
  nodeArgs?: string[]
}

/** Starts a site; it ends with the test. `settings` are sections of the configuration. */
export async function startSite(
  t: TestContext,
  settings: Settings = {},
  { env, nodeArgs }: Start = {},
): Promise<Site> {
  const { folder, config, remove } = makeFolder({
    ...settings,
    server: { bind: '127.0.0.1', port: 0, ...settings.server },
    broker: { bind: '127.0.0.1', port: 0, ...settings.broker },
  })
  const args = ['--config', config]
  const start = (module: string) => run(module, args, env, undefined, nodeArgs)
  const reader = start('src/reader/main.js')
  let writer = start('src/writer/main.js')
  t.after(async () => {
    await Promise.all([writer.stop(), reader.stop()])
    remove()
  })
  await writer.said(/"storing packets"/)
  const url = `http://127.0.0.1:${await listeningPort(reader, 'web')}`
  const site: Site = {
    url,
    brokerPort: settings.mqtt?.server ? null : await listeningPort(writer, 'broker'),
    folder,
    config,
    get writer() {
      return writer
    },
    reader,
    async json<T>(path: string) {
      const response = await fetch(url + path)
      return (await response.json()) as T
    },
    async page(path) {
      return (await fetch(url + path)).text()
    },
    async received(count) {
      await until(
        () => site.json<{ received: number }>('/api/status'),
        (status) => status.received >= count,
        60_000,
      )
    },
    async restartWriter() {
      writer = start('src/writer/main.js')
      await writer.said(/"storing packets"/)
      if (site.brokerPort !== null) site.brokerPort = await listeningPort(writer, 'broker')
    },
  }
  await until(
    () => site.json<{ status: string }>('/health'),
    (health) => health.status === 'healthy',
  )
  return site
}
