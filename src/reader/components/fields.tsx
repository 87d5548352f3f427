import { Fragment } from 'preact'
import type { Field } from '../../mesh/fields.js'
import { BROADCAST, formatNodeId } from '../../mesh/node-id.js'
import { cleanText } from '../../mesh/text.js'
import { unitIn, valueIn } from '../../words/measures.js'
import { isoTime, utcTime } from '../format.js'
import { fieldLabel, routingResult } from '../terms.js'
import { LinkedText } from './linked-text.js'
import { Link, useSite, useWords } from './site.js'

/** Decoded fields, nested messages indented. */
export function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <dl class="facts">
      {fields.map((field, index) => (
        <Fragment key={index}>
          <dt>
            <Label name={field.name} />
          </dt>
          <dd>
            <Value field={field} />
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** The name of a field in the visitor's words; the protobuf's own where there are none. */
function Label({ name }: { name: string }) {
  const label = fieldLabel(name, useWords())
  return label === null ? <span class="mono">{name}</span> : <span title={name}>{label}</span>
}

/** Longest text shown of a field, in code points. */
const MAX_VALUE = 400

function Value({ field }: { field: Field }) {
  const { value, unit } = field
  const words = useWords()
  const { common } = words
  if (Array.isArray(value)) {
    return value.length === 0 ? (
      <span class="faint">{common.empty}</span>
    ) : (
      <Fields fields={value} />
    )
  }
  if (value === null) return <span class="faint">{common.none}</span>
  const meaning = field.name === 'error_reason' ? routingResult(String(value), words) : null
  if (meaning !== null) {
    return (
      <>
        {meaning} <span class="mono faint">{value}</span>
      </>
    )
  }
  if (typeof value === 'boolean') return <>{value ? common.yes : common.no}</>
  if (typeof value === 'string') return <TextValue text={value} isSaid={field.name === 'text'} />
  // As every map takes it: with all its digits, behind a point in every language.
  if (field.isCoordinate) return <>{value}°</>
  // More than 100 % is how firmware says so.
  if (field.name === 'battery_level' && value > 100) return <>{common.externalPower}</>
  return <NumberValue value={value} unit={unit} />
}

/** `isSaid`: the words of a message, in which addresses may be followed, as in the chat. */
function TextValue({ text, isSaid }: { text: string; isSaid: boolean }) {
  // A hop that did not name itself, or everyone: no node has a page there.
  if (text === formatNodeId(BROADCAST)) return <span class="mono">{text}</span>
  if (/^![0-9a-f]{8}$/.test(text)) {
    return (
      <Link class="mono" href={`/node/${text}`}>
        {text}
      </Link>
    )
  }
  const shown = cleanText(text, MAX_VALUE)
  return <bdi>{isSaid ? <LinkedText text={shown} /> : shown}</bdi>
}

function NumberValue({ value, unit }: { value: number; unit: string | undefined }) {
  const { speech, units } = useSite()
  const { local } = speech
  if (unit === undefined) return <>{local.number(value)}</>
  if (unit === 'unix s' && value > 0 && value < 4e10) {
    const time_us = value * 1_000_000
    return (
      <time datetime={isoTime(time_us)} data-show="datetime">
        {utcTime(time_us)}
      </time>
    )
  }
  if ((unit === 's' && value >= 60) || unit === 'B') return <>{local.measured(value, unit)}</>
  const read = unitIn(unit, units)
  return (
    <>
      {local.amount(valueIn(value, unit, units), read)}
      <span class="unit">
        {read === '°' ? '' : ' '}
        {local.unit(read)}
      </span>
    </>
  )
}
