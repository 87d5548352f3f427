/** A complex number, as far as the radio model needs them. */
export interface Complex {
  re: number
  im: number
}

export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im }
}

export function scale(a: Complex, factor: number): Complex {
  return { re: a.re * factor, im: a.im * factor }
}

export function divide(a: Complex, b: Complex): Complex {
  const norm = normOf(b)
  return {
    re: (a.re * b.re + a.im * b.im) / norm,
    im: (a.im * b.re - a.re * b.im) / norm,
  }
}

/** The square of the absolute value. */
export function normOf(a: Complex): number {
  return a.re * a.re + a.im * a.im
}

/** The root with a positive real part, for numbers in the upper half plane. */
export function rootOf(a: Complex): Complex {
  const size = Math.sqrt(normOf(a))
  const re = Math.sqrt((size + a.re) / 2)
  return { re, im: a.im / (2 * re) }
}
