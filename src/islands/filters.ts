// Filters apply as soon as a choice is made, and addresses carry only what was filled in.

export function startFilters(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-filters]')
  if (form === null) return
  for (const choice of form.querySelectorAll('select, input[type="checkbox"]')) {
    choice.addEventListener('change', () => form.requestSubmit())
  }
  // Back at this page, browsers show what was chosen last, whatever the list below shows.
  addEventListener('pageshow', ({ persisted }) => {
    const [navigation] = performance.getEntriesByType('navigation')
    const { type } = (navigation ?? {}) as Partial<PerformanceNavigationTiming>
    if (persisted || type === 'back_forward') form.reset()
  })
  form.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
  })
}
