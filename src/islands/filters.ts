// Filters apply as soon as a choice is made, and addresses carry only what was filled in.

export function startFilters(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-filters]')
  if (form === null) return
  for (const choice of form.querySelectorAll('select, input[type="checkbox"]')) {
    choice.addEventListener('change', () => form.requestSubmit())
  }
  form.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
  })
}
