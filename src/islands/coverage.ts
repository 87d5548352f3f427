// Predicted coverage of a node: asked for when the visitor wants it, drawn on the map of the page.
import { local, words } from './words.js'

/** What is used of the answer of `/api/coverage/{node_id}`; places in degrees. */
interface Answer {
  perimeter: [latitude: number, longitude: number][]
  reach_km: number
  model: string
}

const FEET_PER_METRE = 1 / 0.3048

const started = new WeakSet<HTMLFormElement>()

/** Finds form and map: a renewal brings them when the node has told where it is. */
function find(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-coverage]')
  const figure = document.querySelector<HTMLElement>('[data-places]')
  if (form === null || figure === null || started.has(form)) return
  started.add(form)
  start(form, figure)
}

find()
document.addEventListener('renewed', find)

function start(form: HTMLFormElement, figure: HTMLElement): void {
  if (form.dataset.units === 'imperial') readInFeet(form)
  const says = form.parentElement?.querySelector('[role=status]')
  const remove = form.querySelector<HTMLElement>('[type=reset]')
  let wasHidden = figure.hidden
  const tell = (text: string) => {
    if (says) says.textContent = text
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    tell(words.coverage.working)
    try {
      const answer = await predict(form)
      if (figure.dataset.area === undefined) wasHidden = figure.hidden
      figure.dataset.area = JSON.stringify(areaOf(answer, Number(form.dataset.coverage)))
      figure.hidden = false
      if (remove !== null) remove.hidden = false
      tell(inWords(answer, form))
      figure.scrollIntoView({ block: 'nearest' })
    } catch {
      tell(words.coverage.failed)
    }
  })
  form.addEventListener('reset', () => {
    delete figure.dataset.area
    figure.hidden = wasHidden
    if (remove !== null) remove.hidden = true
    tell('')
  })
}

/** What the server wrote in metres is shown and taken in feet; the question stays in metres. */
function readInFeet(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input[data-metres]')) {
    const label = field.labels?.[0]?.firstChild
    if (label) label.textContent = words.coverage.heightInFeet
    field.min = (Math.ceil(Number(field.min) * FEET_PER_METRE * 10) / 10).toString()
    field.max = Math.floor(Number(field.max) * FEET_PER_METRE).toString()
    // What a reset goes back to as well.
    field.defaultValue = Math.round(Number(field.value) * FEET_PER_METRE).toString()
    field.dataset.metres = String(1 / FEET_PER_METRE)
  }
}

async function predict(form: HTMLFormElement): Promise<Answer> {
  const query = new URLSearchParams()
  for (const [name, value] of new FormData(form)) query.set(name, String(value))
  for (const { name, value, dataset } of form.querySelectorAll<HTMLInputElement>('[data-metres]')) {
    query.set(name, String(Number((Number(value) * Number(dataset.metres)).toFixed(2))))
  }
  const answer = await fetch(`${form.action}?${query}`)
  if (!answer.ok) throw new Error(`answered with ${answer.status}`)
  return (await answer.json()) as Answer
}

function inWords({ reach_km, model }: Answer, form: HTMLFormElement): string {
  if (reach_km === 0) return words.coverage.nowhere({ model })
  const units = form.dataset.units === 'imperial' ? 'imperial' : 'metric'
  return words.coverage.reach({ distance: local.distance(reach_km * 1000, units), model })
}

/**
 * The edge in degrees × 1e7, in one piece also across the date line.
 * `centre`: longitude of the node in degrees. Nothing without reach.
 */
function areaOf({ perimeter, reach_km }: Answer, centre: number): [number, number][] {
  if (reach_km === 0) return []
  return perimeter.map(([lat, long]) => {
    const near = long - 360 * Math.round((long - centre) / 360)
    return [Math.round(lat * 1e7), Math.round(near * 1e7)]
  })
}
