import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/**
 * One keep-alive connection that asks and counts what comes back, and nothing else: the benchmark is
 * of the server, so the client has to cost little.
 */
export class HttpConnection {
  readonly #socket: Socket
  readonly #host: string
  #answered: ((status: number) => void) | null = null
  #failed: ((error: Error) => void) | null = null
  #head = Buffer.alloc(0)
  #status = 0
  /** Bytes of the body that are to come; null before the head, -1 when it comes in chunks. */
  #left: number | null = null

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
    socket.on('data', (bytes) => this.#hear(bytes))
    socket.on('error', (error) => this.#failed?.(error))
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    await once(socket, 'connect')
    return new HttpConnection(socket, `127.0.0.1:${port}`)
  }

  /** Asks for a path; gives the status when the whole answer is there. */
  get(path: string, headers = ''): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#socket.write(`GET ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}\r\n`)
    })
  }

  close(): void {
    this.#failed = null
    this.#socket.destroy()
  }

  #hear(bytes: Buffer): void {
    let body = bytes
    if (this.#left === null) {
      this.#head = Buffer.concat([this.#head, bytes])
      const end = this.#head.indexOf(HEAD_END)
      if (end < 0) return
      const head = this.#head.toString('latin1', 0, end)
      this.#status = Number(head.slice(9, 12))
      this.#left = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? -1)
      body = this.#head.subarray(end + HEAD_END.length)
      this.#head = Buffer.alloc(0)
    }
    if (this.#left >= 0) {
      this.#left -= body.length
      if (this.#left > 0) return
    } else if (!body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) {
      return
    }
    this.#left = null
    this.#answered?.(this.#status)
  }
}
