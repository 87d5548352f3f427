import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { MILL, populate } from '../reader/pages/village.js'
import { assertWellBehaved, inBrowser, STILL } from './browser.js'
import { serveSite } from './site.js'

inBrowser(
  'a star keeps a node among the favourites, which are a list of their own',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const tab = await open(STILL)
    const { page } = tab
    await page.goto(`${url}/nodelist`)
    await page.locator(`[data-favourite="${MILL}"]`).click()
    await page.locator('[data-favourites]').click()
    await page.waitForURL('**/nodelist?ids=!a3b40c02&active=all')
    assert.equal(await page.locator('tbody tr').count(), 1)
    // What MeshView 3.x kept in this browser is still there.
    await page.evaluate(() => localStorage.setItem('nodelist_favorites', '[2746485762, 523108357]'))
    await page.goto(`${url}/nodelist`)
    assert.equal(await page.locator('.star[aria-pressed="true"]').count(), 2)
    await page.goto(`${url}/node/${MILL}`)
    await page.locator('.star[aria-pressed="true"]').click()
    await page.goto(`${url}/nodelist`)
    assert.equal(await page.locator('.star[aria-pressed="true"]').count(), 1)
    assertWellBehaved(tab, '/nodelist')
  },
)
