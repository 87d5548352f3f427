import { setFlagsFromString } from 'node:v8'
import { MAKE_CACHE } from './contract.js'

const LOOK_MS = 1000

export interface ThriftOptions {
  /** Percent by which the old objects may grow while there is much to do, before they are collected. */
  growth?: number
  /**
   * While there is little to do, each collection of old objects moves those that are left together: a
   * fifth of their pages is empty otherwise, 5 MB of the writer. It stands still for longer then, a tenth
   * of a second on a busy machine, which a visitor would notice.
   */
  compact?: boolean
}

/**
 * Lets little garbage gather while there is little to do. V8 doubles the space of new objects, up to
 * `--max-semi-space-size` twice, in every process that lives for some minutes, and collects old ones
 * when they are three times as many. That spares a busy process half of its garbage collection, and
 * takes 20 MB of one that serves a page a second, for nothing.
 */
export class Thrift {
  readonly #busy: number
  readonly #growth: number
  readonly #compact: boolean
  #done = 0
  #isBusy = false

  /**
   * To be made when all programs are loaded: V8 takes no code cache any more once its flags are others.
   *
   * @param busy what is done in a second (messages, requests) from which on garbage may gather
   */
  constructor(busy: number, { growth = 50, compact = false }: ThriftOptions = {}) {
    this.#busy = busy
    this.#growth = growth
    this.#compact = compact
    this.#tell()
    setInterval(() => this.#look(), LOOK_MS).unref()
  }

  /** Notes what was done. */
  note(count = 1): void {
    this.#done += count
    if (this.#isBusy || this.#done < this.#busy) return
    this.#isBusy = true
    this.#tell()
  }

  #look(): void {
    this.#isBusy = this.#done >= this.#busy
    this.#done = 0
    this.#tell()
  }

  /**
   * V8 asks for these when a space is to grow. Again and again, since every thread that starts
   * makes a factor of 2 of 1.
   */
  #tell(): void {
    if (process.env[MAKE_CACHE]) return
    setFlagsFromString(`--semi-space-growth-factor=${this.#isBusy ? 2 : 1}`)
    setFlagsFromString(`--heap-growing-percent=${this.#isBusy ? this.#growth : 10}`)
    const compact = this.#compact && !this.#isBusy
    setFlagsFromString(`--${compact ? '' : 'no-'}compact-on-every-full-gc`)
  }
}
