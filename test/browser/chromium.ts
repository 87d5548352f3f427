import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/**
 * The same engine without the windows, profiles and services of a desktop's browser, for half the
 * work: Debian's package chromium-headless-shell. Where it is not installed, Chromium as it is.
 */
const executablePath =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync)

/** Why there can be no browser here, or null. */
export function chromiumMissing(): string | null {
  if (executablePath === undefined) return 'no Chromium in /usr/bin (CHROMIUM_PATH)'
  return existsSync(executablePath) ? null : `no Chromium at ${executablePath} (CHROMIUM_PATH)`
}

/** A headless Chromium that asks nothing of its maker, and paints without imitating a GPU. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
