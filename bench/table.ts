/** One measured figure; `ratio` to the floor or to the figure it is compared with. */
export interface Line {
  name: string
  value: number
  unit: string
  ratio?: number
}

export function printTable(lines: Line[]): void {
  const width = Math.max(...lines.map((line) => line.name.length))
  for (const { name, value, unit, ratio } of lines) {
    const figure = (
      value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)
    ).padStart(12)
    const compared = ratio === undefined ? '' : `  × ${ratio.toFixed(2)}`
    console.log(`${name.padEnd(width)} ${figure} ${unit}${compared}`)
  }
}
