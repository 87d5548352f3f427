import type { Page } from 'playwright-core'

/** What a canvas shows and where it is, once neither changes any more. */
export async function atRest(page: Page, canvas = '.map-nodes'): Promise<string> {
  const drawn = () =>
    page.locator(canvas).evaluate(async (element) => {
      await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)))
      const { x, y, width, height } = element.getBoundingClientRect()
      return [(element as HTMLCanvasElement).toDataURL('image/png'), x, y, width, height].join()
    })
  let before = await drawn()
  for (let same = 0; same < 3; ) {
    await page.waitForTimeout(50)
    const now = await drawn()
    same = now === before ? same + 1 : 0
    before = now
  }
  return before
}
