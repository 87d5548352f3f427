import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

// What is asked of every page, whatever it shows. Each function gives a list of faults, so that
// one run names them all.

/** The smaller of the two files: it is parsed by every page. */
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const CONTRAST = 'color-contrast'

/** The rules whose answer depends on the theme or the width of the screen. */
const RULES_OF_LOOKS = [CONTRAST, 'target-size']

/**
 * Violations that axe-core finds: the rule, and the first element. Contrast is the half of its
 * work, and `weakTexts` asks more of every text: axe is to look where things lie over one another.
 */
export async function barriers(
  page: Page,
  asked: 'all' | 'looks',
  overlaps = true,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(
    async ({ runOnly, rules }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run({
        runOnly,
        rules,
        resultTypes: ['violations'],
        // The path to every element is a third of the work; its HTML says which it is.
        selectors: false,
        iframes: false,
        preload: false,
      })
      return violations.map(
        ({ id, nodes }) =>
          `${id}, ${nodes.length} times: ${nodes[0]?.html.slice(0, 240)} ${nodes[0]?.any[0]?.message ?? ''}`,
      )
    },
    {
      runOnly:
        asked === 'all' ? RULES : RULES_OF_LOOKS.filter((each) => overlaps || each !== CONTRAST),
      rules: { [CONTRAST]: { enabled: overlaps } },
    },
  )
}

/** Counts layout shifts from the first paint on; to be called before the page is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as LayoutShift[]) {
        if (entry.hadRecentInput) continue
        const moved = entry.sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.className}` : node?.nodeName,
        )
        shifts.push({ value: entry.value, moved: moved.join(', ') })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

interface Shift {
  value: number
  moved: string
}

/** As Chromium reports it; TypeScript does not know it. */
interface LayoutShift {
  value: number
  hadRecentInput: boolean
  sources: { node: Node | null }[]
}

/** The layout shifts so far, when their sum is more than `most`. */
export async function shifts(page: Page, most = 0.05): Promise<string[]> {
  const all = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts)
  const sum = all.reduce((total, { value }) => total + value, 0)
  return sum > most
    ? [
        `layout shift ${sum.toFixed(3)}: ${all.map(({ value, moved }) => `${value.toFixed(3)} ${moved}`).join('; ')}`,
      ]
    : []
}

/**
 * What is wider than its place, with everything opened that opens. The menu, periods and tabs may
 * go on beyond the edge, where they fade; and on a desk, unless asked `anyway`, a table of many
 * columns, each of which has the longest of hostile words.
 */
export function overflow(page: Page, anyway = false): Promise<string[]> {
  return page.evaluate((anyway) => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const root = document.documentElement
    const faults: string[] = []
    if (root.scrollWidth > innerWidth) {
      faults.push(`${root.scrollWidth - innerWidth} px wider than the screen`)
    }
    const all = anyway || innerWidth < 600 ? 'body *:not(.menu, .segments, .tabs)' : ':not(*)'
    for (const element of document.querySelectorAll(all)) {
      const more = element.scrollWidth - element.clientWidth
      if (more < 2 || !/auto|scroll/.test(getComputedStyle(element).overflowX)) continue
      const near = element.closest('section, figure, article')?.querySelector('h2, h3')
      faults.push(`${element.className} scrolls ${more} px sideways: ${near?.textContent}`)
    }
    return faults
  }, anyway)
}

/**
 * What is wider than its place when the page that is open has the words of other languages: the
 * server's words take the place of those that are there, which is cheaper than to open it again.
 */
export async function overflowIn(page: Page, languages: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for (const language of languages) {
    const spoken = await page.evaluate(async (language) => {
      const headers = { accept: 'text/html', 'accept-language': language }
      const html = await (await fetch(location.href, { headers })).text()
      const { body, documentElement } = new DOMParser().parseFromString(html, 'text/html')
      document.body.replaceWith(document.importNode(body, true))
      return documentElement.lang
    }, language)
    if (!spoken.startsWith(language)) faults.push(`speaks ${spoken} instead of ${language}`)
    faults.push(...(await overflow(page)).map((fault) => `${language}: ${fault}`))
  }
  return faults
}

/** What moves by itself although the visitor wants no motion. */
export function motions(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { effect } = animation
      const lasts = Number(effect?.getComputedTiming().activeDuration)
      const target = effect instanceof KeyframeEffect ? effect.target?.className : ''
      return lasts <= 1 ? [] : [`${target} moves for ${lasts} ms`]
    }),
  )
}

/** Runs in the page: texts whose contrast with the ground behind them is below 4.5 to 1. */
export function weakTexts(): string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const paint = (colors: string[]): number[] => {
    if (canvas === null) return [0, 0, 0]
    canvas.clearRect(0, 0, 1, 1)
    for (const color of colors) {
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const luminance = (rgb: number[]) => {
    const [r = 0, g = 0, b = 0] = rgb.map((each) => {
      const part = each / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  // Most texts of a page have the colours of others.
  const known = new Map<string, number>()
  const contrastOf = (grounds: string[], color: string) => {
    const key = `${grounds.join('/')}/${color}`
    const before = known.get(key)
    if (before !== undefined) return before
    const ink = luminance(paint([...grounds, color]))
    const ground = luminance(paint(grounds))
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
    known.set(key, contrast)
    return contrast
  }
  const weak: string[] = []
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    )
    if (!hasText || element.closest('.visually-hidden, .skip, option, [hidden]') !== null) continue
    const grounds: string[] = []
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      grounds.unshift(getComputedStyle(at).backgroundColor)
    }
    const contrast = contrastOf(grounds, getComputedStyle(element).color)
    if (contrast < 4.5) {
      weak.push(
        `${element.className} "${element.textContent?.slice(0, 20)}" ${contrast.toFixed(2)}`,
      )
    }
  }
  return [...new Set(weak)]
}
