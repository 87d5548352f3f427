/** Values as the TypeScript that a person would write. */

const WIDTH = 100

/** `{ type: 'bigint', nullable: true }`, broken into lines where it does not fit. */
export function literal(value: unknown, indent = '', used = 0): string {
  const line = inline(value)
  if (used + line.length <= WIDTH) return line
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${literal(item, deeper, deeper.length + 1)},`)
    return `[\n${items.join('\n')}\n${indent}]`
  }
  if (typeof value === 'object' && value !== null) {
    const items = entries(value).map(([name, item]) => {
      const start = `${deeper}${key(name)}: `
      return `${start}${literal(item, deeper, start.length + 1)},`
    })
    return `{\n${items.join('\n')}\n${indent}}`
  }
  return line
}

/** A text in quotes, the single ones where that needs no escape. */
export function quote(text: string): string {
  if (/[\n\r\\]/.test(text) || (text.includes("'") && text.includes('"'))) {
    return JSON.stringify(text)
  }
  return text.includes("'") ? `"${text}"` : `'${text}'`
}

function inline(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const items = entries(value).map(([name, item]) => `${key(name)}: ${inline(item)}`)
    return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`
  }
  return String(value)
}

function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}
