/**
 * Texts that were made once, by all that they were made of. What is asked for again stays; of the
 * rest half goes when there is too much.
 */
export class TextMemory {
  readonly #mostLetters: number
  #young = new Map<string, string>()
  #old = new Map<string, string>()
  #letters = 0

  /** `mostLetters` of the young half, keys included: a letter is one byte, or two. */
  constructor(mostLetters: number) {
    this.#mostLetters = mostLetters
  }

  /** The text of `key`, made now where it is not known. */
  get(key: string, make: () => string): string {
    const known = this.#young.get(key)
    if (known !== undefined) return known
    const text = this.#old.get(key) ?? make()
    if (this.#letters > this.#mostLetters) {
      this.#old = this.#young
      this.#young = new Map()
      this.#letters = 0
    }
    // Makes one string of the hundred that it may have been chained up of.
    text.charCodeAt(0)
    this.#young.set(key, text)
    this.#letters += key.length + text.length
    return text
  }
}
