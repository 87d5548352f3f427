// Tells the server where the visitor's days begin: charts and weeks are counted by local days.

const YEAR_S = 31_536_000
const KEY = 'meshview.zone'

/** Notes the visitor's time zone; a page that was made for another one is loaded anew, once. */
export function startZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!zone) return
  const cookie = `timezone=${encodeURIComponent(zone)}`
  if (!isNoted(cookie)) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS, a home server has HTTP.
    document.cookie = `${cookie}; path=/; max-age=${YEAR_S}; samesite=lax`
  }
  const made = document.querySelector<HTMLElement>('[data-zone]')?.dataset.zone
  if (made === undefined || made === zone || !isNoted(cookie) || !firstTry(zone)) return
  location.reload()
}

function isNoted(cookie: string): boolean {
  return document.cookie.split('; ').includes(cookie)
}

/** The server may not know the zone: then the page stays as it is. */
function firstTry(zone: string): boolean {
  try {
    if (sessionStorage.getItem(KEY) === zone) return false
    sessionStorage.setItem(KEY, zone)
    return true
  } catch {
    return false
  }
}
