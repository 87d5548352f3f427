// On a phone the menu and the periods scroll sideways: what is chosen is brought into view.

/** Scrolls each such row, and nothing else, to the entry that is marked as the current one. */
export function showCurrent(): void {
  for (const current of document.querySelectorAll<HTMLElement>(
    '.menu [aria-current], .segments [aria-current], .tabs [aria-current]',
  )) {
    const row = current.parentElement
    if (row === null || row.scrollWidth <= row.clientWidth) continue
    const left = current.getBoundingClientRect().left - row.getBoundingClientRect().left
    row.scrollLeft += left - (row.clientWidth - current.offsetWidth) / 2
  }
}
