import { request } from 'node:http'

export interface ServerEvent {
  event: string
  id: string
  data: unknown
}

/** A client of Server-Sent Events, as a browser is one. */
export interface EventClient {
  status: number
  headers: Record<string, string | string[] | undefined>
  events: ServerEvent[]
  /** The last id that came, with an event or without one; empty before. */
  cursor: string
  /** Waits until so many events have come. */
  until(count: number, timeoutMs?: number): Promise<ServerEvent[]>
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>
  close(): void
}

export function openEvents(
  url: string,
  headers: Record<string, string> = {},
): Promise<EventClient> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { accept: 'text/event-stream', ...headers } })
    sent.once('error', reject)
    sent.once('response', (answer) => {
      const events: ServerEvent[] = []
      const watchers = new Set<() => void>()
      let rest = ''
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => {
        const parts = (rest + text).split('\n\n')
        rest = parts.pop() ?? ''
        for (const part of parts) {
          client.cursor = /^id: (.*)$/m.exec(part)?.[1] ?? client.cursor
          const event = parse(part)
          if (event !== null) events.push(event)
        }
        for (const watcher of watchers) watcher()
      })
      answer.on('error', () => {})
      sent.on('error', () => {})
      const ended = new Promise<void>((done) => answer.once('close', () => done()))
      const client: EventClient = {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        events,
        cursor: '',
        ended,
        close: () => sent.destroy(),
        until(count, timeoutMs = 60_000) {
          return new Promise((done, fail) => {
            const timer = setTimeout(() => {
              watchers.delete(check)
              fail(new Error(`${events.length} of ${count} events came in ${timeoutMs} ms`))
            }, timeoutMs)
            const check = () => {
              if (events.length < count) return
              clearTimeout(timer)
              watchers.delete(check)
              done(events)
            }
            watchers.add(check)
            check()
          })
        },
      }
      resolve(client)
    })
    sent.end()
  })
}

/** Null for comments and for fields that are no event (`retry:`). */
function parse(part: string): ServerEvent | null {
  const fields = new Map(
    part.split('\n').map((line) => {
      const [name = '', ...value] = line.split(': ')
      return [name, value.join(': ')] as const
    }),
  )
  const data = fields.get('data')
  if (data === undefined) return null
  return { event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: JSON.parse(data) }
}
