import { words } from '../words.js'

/** A button that copies the address of what is shown. */
export function startShare(button: HTMLButtonElement): void {
  const label = button.querySelector('[data-share-label]') ?? button
  const before = label.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    label.textContent = (await copy(location.href)) ? words.drawing.copied : words.drawing.notCopied
    setTimeout(() => {
      label.textContent = before
    }, 2500)
  })
}

/** The clipboard of a page without HTTPS is closed: there the old way may still work. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'visually-hidden'
    document.body.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    return isCopied
  }
}
