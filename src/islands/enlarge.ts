// A chart over the whole page: a copy of it in a dialog, with its key and its table. The browser
// closes it with Escape and gives the focus back.

/** Lets the buttons of chart frames open theirs; `find` draws charts that are new on the page. */
export function startEnlarging(find: () => void): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-enlarge]') : null
    const figure = button?.closest<HTMLElement>('figure.chart') ?? null
    if (figure !== null && figure.closest('dialog') === null) enlarge(figure, find)
  })
}

function enlarge(figure: HTMLElement, find: () => void): void {
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
  const plot = copy.querySelector<HTMLElement>('[data-chart]')
  plot?.replaceChildren()
  const renew = () => {
    const { chart } = figure.querySelector<HTMLElement>('[data-chart]')?.dataset ?? {}
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
    document.removeEventListener('renewed', renew)
    dialog.remove()
    find()
  })
  document.body.append(dialog)
  dialog.showModal()
  find()
}
