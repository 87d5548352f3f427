// Where on a drawing there is still room for words.

/** Pixels; a name is some cells wide. */
const CELL = 32

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What is taken of a drawing, found by the cells that it lies in. */
export class FreeSpace {
  readonly #cells = new Map<string, Box[]>()

  take(box: Box): void {
    for (const key of cellsOf(box)) {
      const known = this.#cells.get(key)
      if (known === undefined) this.#cells.set(key, [box])
      else known.push(box)
    }
  }

  isFree(box: Box): boolean {
    return cellsOf(box).every((key) =>
      (this.#cells.get(key) ?? []).every(
        (taken) =>
          box.right <= taken.left ||
          box.left >= taken.right ||
          box.bottom <= taken.top ||
          box.top >= taken.bottom,
      ),
    )
  }
}

function cellsOf({ left, top, right, bottom }: Box): string[] {
  const keys: string[] = []
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) keys.push(`${x} ${y}`)
  }
  return keys
}
