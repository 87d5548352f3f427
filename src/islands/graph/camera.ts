// Moving about in a drawing: drag, wheel, pinch, and keys.

interface Handlers {
  /** The drawing has to be drawn anew. */
  moved(): void
  /** Something to drag under the pointer? Then this takes its moves until `done`. */
  grab(x: number, y: number): { drag(x: number, y: number): void; done(): void } | null
  click(x: number, y: number): void
  hover(x: number, y: number): void
}

/** Pixels at the edges that something else covers. */
export interface Insets {
  left: number
  bottom: number
}

const LEAST = 0.08
const MOST = 6
/** A press that moves less than this is a click. */
const CLICK_PX = 5

export class Camera {
  readonly element: HTMLElement
  readonly handlers: Handlers
  scale = 1
  left = 0
  top = 0
  readonly #pointers = new Map<number, { x: number; y: number }>()
  #grabbed: { drag(x: number, y: number): void; done(): void } | null = null
  #travelled = 0

  constructor(element: HTMLElement, handlers: Handlers) {
    this.element = element
    this.handlers = handlers
    element.addEventListener('pointerdown', (event) => this.#down(event))
    element.addEventListener('pointermove', (event) => this.#move(event))
    for (const type of ['pointerup', 'pointercancel'] as const) {
      element.addEventListener(type, (event) => this.#up(event))
    }
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    element.addEventListener('keydown', (event) => this.#key(event))
  }

  x(x: number): number {
    return x * this.scale + this.left
  }

  y(y: number): number {
    return y * this.scale + this.top
  }

  /** Shows the middle of the drawing larger or smaller. */
  zoom(factor: number): void {
    const { clientWidth, clientHeight } = this.element
    this.#zoomAt(factor, clientWidth / 2, clientHeight / 2)
  }

  /** How many times as wide as high that is what the insets leave. */
  aspect({ left, bottom }: Insets): number {
    const { clientWidth, clientHeight } = this.element
    return Math.max(1, clientWidth - left) / Math.max(1, clientHeight - bottom)
  }

  /** Shows all of these points in what the insets leave. */
  fit(points: readonly { x: number; y: number }[], { left, bottom }: Insets): void {
    if (points.length === 0) return
    const xs = points.map((point) => point.x)
    const ys = points.map((point) => point.y)
    const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
    const [y0, y1] = [Math.min(...ys), Math.max(...ys)]
    const width = this.element.clientWidth - left
    const height = this.element.clientHeight - bottom
    const air = Math.min(90, 0.12 * width)
    const scale = Math.min((width - air) / (x1 - x0 + 1), (height - air) / (y1 - y0 + 1), 1.6)
    this.scale = Math.min(MOST, Math.max(LEAST, scale))
    this.left = left + width / 2 - ((x0 + x1) / 2) * this.scale
    this.top = height / 2 - ((y0 + y1) / 2) * this.scale
    this.handlers.moved()
  }

  /** Puts a point in the middle. */
  center(point: { x: number; y: number }, { left, bottom }: Insets): void {
    const { clientWidth, clientHeight } = this.element
    this.left = left + (clientWidth - left) / 2 - point.x * this.scale
    this.top = (clientHeight - bottom) / 2 - point.y * this.scale
    this.handlers.moved()
  }

  #zoomAt(factor: number, x: number, y: number): void {
    const scale = Math.min(MOST, Math.max(LEAST, this.scale * factor))
    this.left = x - ((x - this.left) / this.scale) * scale
    this.top = y - ((y - this.top) / this.scale) * scale
    this.scale = scale
    this.handlers.moved()
  }

  #point(event: PointerEvent | WheelEvent): { x: number; y: number } {
    const box = this.element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return
    const point = this.#point(event)
    this.#pointers.set(event.pointerId, point)
    this.element.setPointerCapture(event.pointerId)
    if (this.#pointers.size > 1) {
      // A second finger: it is a pinch.
      this.#release()
      this.#travelled = CLICK_PX
      return
    }
    this.#travelled = 0
    this.#grabbed = this.handlers.grab(point.x, point.y)
  }

  #move(event: PointerEvent): void {
    const point = this.#point(event)
    const before = this.#pointers.get(event.pointerId)
    if (before === undefined) {
      this.handlers.hover(point.x, point.y)
      return
    }
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId)
    this.#pointers.set(event.pointerId, point)
    this.#travelled += Math.hypot(point.x - before.x, point.y - before.y)
    const other = others[0]?.[1]
    if (other !== undefined) {
      const was = Math.hypot(before.x - other.x, before.y - other.y)
      const is = Math.hypot(point.x - other.x, point.y - other.y)
      this.#zoomAt(is / Math.max(1, was), (point.x + other.x) / 2, (point.y + other.y) / 2)
      return
    }
    if (this.#travelled < CLICK_PX) return
    if (this.#grabbed !== null) {
      this.#grabbed.drag((point.x - this.left) / this.scale, (point.y - this.top) / this.scale)
      return
    }
    this.left += point.x - before.x
    this.top += point.y - before.y
    this.handlers.moved()
  }

  #up(event: PointerEvent): void {
    const point = this.#pointers.get(event.pointerId)
    this.#pointers.delete(event.pointerId)
    this.#release()
    if (point === undefined || event.type === 'pointercancel') return
    if (this.#travelled < CLICK_PX && this.#pointers.size === 0) {
      this.handlers.click(point.x, point.y)
    }
  }

  #release(): void {
    this.#grabbed?.done()
    this.#grabbed = null
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const { x, y } = this.#point(event)
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    this.#zoomAt(Math.exp(-event.deltaY * lines * 0.0015), x, y)
  }

  #key(event: KeyboardEvent): void {
    const step = 60
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [step, 0],
      ArrowRight: [-step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    }
    const move = moves[event.key]
    if (move !== undefined) {
      this.left += move[0]
      this.top += move[1]
      this.handlers.moved()
    } else if (event.key === '+' || event.key === '=') this.zoom(1.3)
    else if (event.key === '-') this.zoom(1 / 1.3)
    else return
    event.preventDefault()
  }
}
