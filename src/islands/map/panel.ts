/** Opens the filters where there is room for them beside the drawing. */
export function openPanel(root: HTMLElement): void {
  const panel = root.querySelector<HTMLDetailsElement>('details.map-panel')
  if (panel !== null) panel.open = root.clientWidth > 900 && root.clientHeight > 560
}
