/** Whether the visitor is somewhere in it with the keyboard: a click leaves no visible focus. */
export function hasKeyboard(part: ParentNode | null): boolean {
  return part?.querySelector(':focus-visible') != null
}

/** Gives the focus back to what it was taken from because it, or what is around it, was moved. */
export function keepFocus(move: () => void): void {
  const focused = document.activeElement
  move()
  if (!(focused instanceof HTMLElement) || focused === document.activeElement) return
  if (focused.isConnected) focused.focus({ preventScroll: true })
}
