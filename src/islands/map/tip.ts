/** Shows a name beside the pointer; null hides it. */
export function showTip(
  root: HTMLElement,
  text: string | null,
  at: { x: number; y: number } = { x: 0, y: 0 },
): void {
  const tip = root.querySelector<HTMLElement>('[data-tip]')
  if (tip === null) return
  tip.hidden = text === null
  if (text === null) return
  tip.textContent = text
  tip.style.transform = `translate(${at.x + 14}px, ${at.y + 10}px)`
}
