// How long ago, for pages and for the browser that keeps them fresh. Browser safe.

const steps: [seconds: number, unit: string, size: number][] = [
  [90, 's', 1],
  [90 * 60, 'min', 60],
  [36 * 3600, 'h', 3600],
  [Number.POSITIVE_INFINITY, 'd', 86_400],
]

const JUST_NOW_S = 5

/** How long ago: `now`, `42 s`, `5 min`, `3 h`, `12 d`. What lies ahead (clocks) is `now`. */
export function formatAge(age_us: number): string {
  const seconds = Math.floor(age_us / 1_000_000)
  if (seconds < JUST_NOW_S) return 'now'
  const [, unit, size] = steps.find(([limit]) => seconds < limit) ?? [0, 'd', 86_400]
  return `${Math.floor(seconds / size)} ${unit}`
}

/** The same as the end of a sentence: `just now`, `3 h ago`. */
export function formatAgo(age_us: number): string {
  const age = formatAge(age_us)
  return age === 'now' ? 'just now' : `${age} ago`
}
