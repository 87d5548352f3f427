import { isoTime, utcTime } from '../format.js'
import { useLocal, useSite } from './site.js'

/** How long ago, kept fresh by script; the exact time in its title. */
export function Age({ time_us }: { time_us: number }) {
  const { now_us } = useSite()
  const local = useLocal()
  return (
    <time datetime={isoTime(time_us)} title={utcTime(time_us)} data-show="age">
      {local.age(now_us - time_us)}
    </time>
  )
}

/** The same as the end of a sentence. */
export function Ago({ time_us }: { time_us: number }) {
  const { now_us } = useSite()
  const local = useLocal()
  return (
    <time datetime={isoTime(time_us)} title={utcTime(time_us)} data-show="ago">
      {local.ago(now_us - time_us)}
    </time>
  )
}

/** Time of day, with the date before it unless it is today's. UTC until script makes it local. */
export function Clock({ time_us }: { time_us: number }) {
  const { now_us } = useSite()
  const text = utcTime(time_us)
  const today = utcTime(now_us).slice(0, 10) === text.slice(0, 10)
  return (
    <time datetime={isoTime(time_us)} title={text} data-show="clock">
      {today ? text.slice(11, 19) : text.slice(0, 16)}
    </time>
  )
}

/** Date and time. */
export function DateTime({ time_us }: { time_us: number }) {
  const text = utcTime(time_us)
  return (
    <time datetime={isoTime(time_us)} title={text} data-show="datetime">
      {text}
    </time>
  )
}
