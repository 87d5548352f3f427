import type { Period, PeriodKey } from '../periods.js'
import { Link, useWords } from './site.js'

/** The periods of a page as links, the chosen one marked. */
export function PeriodLinks(props: {
  choices: readonly PeriodKey[]
  chosen: Period
  href(key: PeriodKey): string
}) {
  const { lengths } = useWords()
  return (
    <nav class="segments" aria-label={lengths.period}>
      {props.choices.map((key) => (
        <Link
          key={key}
          href={props.href(key)}
          aria-current={props.chosen.key === key ? 'page' : undefined}
        >
          {lengths[key]}
        </Link>
      ))}
    </nav>
  )
}
