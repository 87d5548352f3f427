import type { Listening } from '../config/contract.js'
import { formatLine, formatRecord, parseRecord } from './readable.js'

/** Where the merged lines of all processes go. */
export interface Output {
  /** A line that the process `name` wrote. */
  line(name: string, line: string): void
  /** A message of mvrun itself. */
  say(message: string, level?: 'info' | 'warn' | 'error'): void
}

export interface OutputOptions {
  write(text: string): void
  json: boolean
  colours: boolean
  /** Called when a process says that it is listening; as text, that line is left to it. */
  onListening(listening: Listening): void
}

/** Text for people, or JSON lines for programs: then what processes log is passed on as it is. */
export function createOutput({ write, json, colours, onListening }: OutputOptions): Output {
  const asJson = (name: string, level: string, msg: string) =>
    write(`${JSON.stringify({ level, time: new Date().toISOString(), name, msg })}\n`)

  return {
    line(name, line) {
      const record = parseRecord(line)
      if (json) {
        if (record) write(`${line}\n`)
        else asJson(name, 'error', line)
      } else if (!record?.listening) {
        const text = record
          ? formatRecord(name, record, colours)
          : formatLine(name, line, new Date())
        write(`${text}\n`)
      }
      if (record?.listening) onListening(record.listening)
    },
    say(message, level = 'info') {
      if (json) asJson('mvrun', level, message)
      else {
        const record = { time: new Date(), level, msg: message, rest: {} }
        write(`${formatRecord('mvrun', record, colours)}\n`)
      }
    },
  }
}
