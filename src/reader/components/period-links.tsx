import type { Period } from '../periods.js'
import { PERIODS, type PeriodKey } from '../periods.js'
import { Link } from './site.js'

/** The periods of a page as links, the chosen one marked. */
export function PeriodLinks(props: {
  choices: readonly PeriodKey[]
  chosen: Period
  href(key: PeriodKey): string
}) {
  return (
    <nav class="segments" aria-label="Period">
      {props.choices.map((key) => (
        <Link
          key={key}
          href={props.href(key)}
          aria-current={props.chosen.key === key ? 'page' : undefined}
        >
          {PERIODS[key].label}
        </Link>
      ))}
    </nav>
  )
}
