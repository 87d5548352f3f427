import type { CDPSession, Page } from 'playwright-core'

/** More presses than this lead through no page of the village. */
const MOST_PRESSES = 400
/** As many are sent at once; the page itself notes what each of them reaches. */
const PRESSES = 20
/** The Tab key held down: told once for each element, and without what Playwright adds to a press. */
const TAB = { type: 'rawKeyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 } as const

/**
 * Faults of a page that has just been opened for somebody with a keyboard: its first key leads past
 * the menu, the keyboard reaches everything, and one sees where it is.
 */
export async function keyboardFaults(page: Page, keys: CDPSession): Promise<string[]> {
  return [...(await walk(page, keys)), ...(await skips(page))]
}

/** The link that the first key reaches leads behind the menu. */
async function skips(page: Page): Promise<string[]> {
  await page.evaluate(() => document.querySelector<HTMLElement>('a.skip')?.focus())
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const isPast = await page.evaluate(() => document.activeElement?.closest('header') === null)
  return isPast ? [] : ['the skip link does not lead past the menu']
}

interface Walk {
  /** What can be operated and was not reached yet. */
  targets: Set<Element>
  faults: string[]
  first: Element | null
  /** Whether the focus has left the page behind its last element. */
  ended: boolean
}

/** Goes through the page with the Tab key; what cannot be reached, or not be seen to have it. */
async function walk(page: Page, keys: CDPSession): Promise<string[]> {
  await page.evaluate(beginWalk)
  let ended = false
  for (let press = 0; press < MOST_PRESSES && !ended; press += PRESSES) {
    const held = Array.from({ length: PRESSES }, () => keys.send('Input.dispatchKeyEvent', TAB))
    await Promise.all(held)
    ended = await page.evaluate(() => (window as unknown as { walk: Walk }).walk.ended)
  }
  return page.evaluate(() => {
    const { targets, faults } = (window as unknown as { walk: Walk }).walk
    const missed = [...targets].map((each) => `not reached: ${each.outerHTML.slice(0, 120)}`)
    return [...new Set([...faults, ...missed])]
  })
}

/** Runs in the page: remembers everything that can be operated now, and notes what has the focus. */
function beginWalk(): void {
  const selector = 'a[href], button, input, select, summary, [tabindex="0"]'
  const targets = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (each) =>
      each.checkVisibility({ visibilityProperty: true }) &&
      !each.matches(':disabled, [tabindex="-1"], [type="hidden"]') &&
      each.closest('[inert]') === null,
  )
  const walk: Walk = { targets: new Set(targets), faults: [], first: null, ended: false }
  Object.assign(window, { walk })
  document.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget === null) walk.ended = true
  })
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && !walk.ended) note(target)
  })

  function note(at: Element): void {
    // Of radio buttons that belong together the keyboard reaches one.
    if (at instanceof HTMLInputElement && at.type === 'radio') {
      for (const each of walk.targets) {
        if (each instanceof HTMLInputElement && each.name === at.name) walk.targets.delete(each)
      }
    }
    walk.targets.delete(at)
    walk.first ??= at
    const { top, height } = at.getBoundingClientRect()
    if (at === walk.first && !(at.matches('a.skip') && top >= 0 && height >= 24)) {
      walk.faults.push('the first key reaches no skip link that can be seen')
    }
    const seen = [at, at.parentElement, at.closest('form, label')].some((element) => {
      if (element === null) return false
      const style = getComputedStyle(element)
      const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
      return ring || style.boxShadow !== 'none'
    })
    if (!seen) walk.faults.push(`no visible focus: ${at.outerHTML.slice(0, 120)}`)
  }
}
