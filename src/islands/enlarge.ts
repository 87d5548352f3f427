// A chart over the whole page: a copy of it in a dialog, with its key and its table. The browser
// closes it with Escape and gives the focus back.

interface Charts {
  /** Draws charts that are new on the page. */
  find(): void
  /** Shows of one chart what part of its time another shows. */
  zoomLike(plot: HTMLElement, other: HTMLElement): void
}

/** Lets the buttons of chart frames open theirs. */
export function startEnlarging(charts: Charts): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-enlarge]') : null
    const figure = button?.closest<HTMLElement>('figure.chart') ?? null
    if (figure !== null && figure.closest('dialog') === null) enlarge(figure, charts)
  })
}

function enlarge(figure: HTMLElement, { find, zoomLike }: Charts): void {
  const copy = figure.cloneNode(true) as HTMLElement
  const dialog = document.createElement('dialog')
  dialog.className = 'chart-dialog'
  dialog.ariaLabel = figure.querySelector('h3')?.textContent ?? ''
  dialog.append(copy)
  const button = copy.querySelector<HTMLElement>('[data-enlarge]')
  if (button !== null) {
    button.ariaLabel = button.title = button.dataset.enlarge ?? ''
    button.addEventListener('click', () => dialog.close())
  }
  const usual = figure.querySelector<HTMLElement>('[data-chart]')
  const plot = copy.querySelector<HTMLElement>('[data-chart]')
  plot?.replaceChildren()
  const renew = () => {
    const chart = usual?.dataset.chart
    if (plot === null || chart === undefined) return
    plot.dataset.chart = chart
    find()
  }
  document.addEventListener('renewed', renew)
  // Beside it: nothing of the dialog is there but its ground.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => {
    if (plot !== null && usual !== null) zoomLike(usual, plot)
    document.removeEventListener('renewed', renew)
    dialog.remove()
    find()
  })
  document.body.append(dialog)
  dialog.showModal()
  find()
  if (plot !== null && usual !== null) zoomLike(plot, usual)
}
