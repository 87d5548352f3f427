import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Why there can be no browser here, or null. */
export function chromiumMissing(): string | null {
  return existsSync(executablePath) ? null : `no Chromium at ${executablePath} (CHROMIUM_PATH)`
}

/** A headless Chromium that asks nothing of its maker. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
