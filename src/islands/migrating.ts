// The page of a database that is being brought up to date: tells how far it is, and goes over to
// the site when it is done.

const place = document.querySelector<HTMLElement>('[data-migrating]')
const POLL_MS = 1000

async function look(): Promise<void> {
  try {
    const response = await fetch(place?.dataset.migrating ?? '/health', { cache: 'no-store' })
    if (response.ok) {
      location.reload()
      return
    }
    tell(await response.json())
  } catch {
    // The server restarts, or the network is away; the next look tells.
  }
  setTimeout(look, POLL_MS)
}

/** `/health` has the same sentence as the page, under `reason`. */
function tell(health: unknown): void {
  if (typeof health !== 'object' || health === null) return
  const reason: unknown = Reflect.get(health, 'reason')
  const text = place?.querySelector('[data-migrating-text]')
  if (text && typeof reason === 'string' && text.textContent !== reason) text.textContent = reason
}

if (place !== null) setTimeout(look, POLL_MS)
