/**
 * Values by two numbers. A batch asks for such keys several times per message, and a text made
 * of both would cost more than all the rest of the asking.
 */
export class Pairs<V> {
  readonly #first = new Map<number, Map<number, V>>()

  get(first: number, second: number): V | undefined {
    return this.#first.get(first)?.get(second)
  }

  set(first: number, second: number, value: V): void {
    const values = this.#first.get(first)
    if (values) values.set(second, value)
    else this.#first.set(first, new Map([[second, value]]))
  }

  delete(first: number, second: number): void {
    this.#first.get(first)?.delete(second)
  }

  *values(): Generator<V> {
    for (const values of this.#first.values()) yield* values.values()
  }
}
