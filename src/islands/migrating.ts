// The page of a database that is being brought up to date: tells how far it is, and goes over to
// the site when it is done.

const place = document.querySelector<HTMLElement>('[data-migrating]')
const POLL_MS = 1000

/** What of `/health` matters here. */
interface Health {
  status?: unknown
  database?: unknown
  /** The same sentence as on the page. */
  reason?: unknown
}

async function look(): Promise<void> {
  try {
    const response = await fetch(place?.dataset.migrating ?? '/health', { cache: 'no-store' })
    const health = (await response.json()) as Health
    if (isServed(health)) {
      location.reload()
      return
    }
    tell(health.reason)
  } catch {
    // The server restarts, or the network is away; the next look tells.
  }
  setTimeout(look, POLL_MS)
}

/** Pages are served from a ready database, also while the intake has a problem of its own. */
function isServed({ status, database }: Health): boolean {
  return status === 'healthy' || (status === 'unhealthy' && database === 'connected')
}

function tell(reason: unknown): void {
  const text = place?.querySelector('[data-migrating-text]')
  if (text && typeof reason === 'string' && text.textContent !== reason) text.textContent = reason
}

if (place !== null) setTimeout(look, POLL_MS)
