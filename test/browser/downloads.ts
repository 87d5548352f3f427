import type { APIResponse } from 'playwright-core'

/** A moment or a day by the visitor's clock. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/
const FORMULA = /^[=+\-@\t\r]/

/** What is wrong with a file of comma-separated values: its form, its times, what a spreadsheet would run. */
export async function downloadFaults(answer: APIResponse): Promise<string[]> {
  const headers = answer.headers()
  const faults: string[] = []
  if (answer.status() !== 200) faults.push(`answered with ${answer.status()}`)
  if (!headers['content-type']?.startsWith('text/csv')) faults.push(`${headers['content-type']}`)
  if (!/filename="?[a-z0-9-]+\.csv/.test(headers['content-disposition'] ?? '')) {
    faults.push(`named ${headers['content-disposition']}`)
  }
  const [head = [], ...rows] = readCsv(await answer.text())
  if (head.length < 2) faults.push(`columns: ${head.join()}`)
  if (rows.length === 0) faults.push('no row')
  for (const row of rows) {
    if (row.length !== head.length) faults.push(`${row.length} cells below ${head.length} names`)
    for (const [column, cell] of row.entries()) {
      const isTime = /^(time|date|day|hour)$|_(at|time)$|_seen$/.test(head[column] ?? '')
      if (isTime && cell !== '' && !TIME.test(cell)) faults.push(`${head[column]}: ${cell}`)
      if (FORMULA.test(cell) && !Number.isFinite(Number(cell))) faults.push(`a formula: ${cell}`)
    }
  }
  return [...new Set(faults)]
}

/** Cells of RFC 4180, whose quoted ones may hold commas, quotes and line ends. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '')
}
