// The page of a database that is being brought up to date: tells how far it is, and goes over to
// the site when it is done. It asks for itself, so what it says is in the visitor's language.
import { morph } from './morph.js'

const POLL_MS = 1000
const BEING_MIGRATED = 503

async function look(place: Element): Promise<void> {
  try {
    const response = await fetch(location.href, {
      cache: 'no-store',
      headers: { accept: 'text/html' },
    })
    if (response.status !== BEING_MIGRATED) {
      location.reload()
      return
    }
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const next = page.querySelector('[data-migrating]')
    if (next !== null) morph(place, next)
  } catch {
    // The server restarts, or the network is away; the next look tells.
  }
  setTimeout(look, POLL_MS, place)
}

const place = document.querySelector('[data-migrating]')
if (place !== null) setTimeout(look, POLL_MS, place)
