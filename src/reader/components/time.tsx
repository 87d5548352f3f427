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
  return (
    <time datetime={isoTime(time_us)} title={text} data-show="clock">
      {isToday(time_us, now_us) ? text.slice(11, 19) : text.slice(0, 16)}
    </time>
  )
}

const DAY_US = 86_400_000_000

/** Whether both times are of the same day (UTC). */
export function isToday(time_us: number, now_us: number): boolean {
  return Math.floor(time_us / DAY_US) === Math.floor(now_us / DAY_US)
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
