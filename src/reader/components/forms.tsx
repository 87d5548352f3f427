import { type ComponentChildren, toChildArray } from 'preact'
import { cleanName } from '../../mesh/text.js'
import { Icon } from './icons.js'
import { Link, useSite, useWords } from './site.js'

/** More fields than this fold away on a phone, where they would fill the screen. */
const MOST_OPEN = 1

/**
 * The filters of a page: a GET form, so that the address names what is shown. `active` is how many
 * of them are set.
 */
export function Filters(props: { path: string; active: number; children: ComponentChildren }) {
  const { base } = useSite()
  const { common } = useWords()
  return (
    <>
      {toChildArray(props.children).length > MOST_OPEN && <Fold active={props.active} />}
      <form class="filters" method="get" action={base + props.path} data-filters>
        {props.children}
        <button type="submit" class="button primary">
          {common.show}
        </button>
        {props.active > 0 && (
          <Link class="button quiet" href={props.path}>
            {common.clear}
          </Link>
        )}
      </form>
    </>
  )
}

/** Opens the form that comes after it; on wide screens the form stands open without it. */
function Fold({ active }: { active: number }) {
  const { filters } = useWords()
  return (
    <details class="filters-fold">
      <summary class="button">
        <Icon name="filter" />
        {filters.title}
        {active > 0 && <span class="flag good">{filters.active({ count: active })}</span>}
      </summary>
    </details>
  )
}

/** How many of these values of filters are set. */
export function countGiven(...values: readonly unknown[]): number {
  return values.filter((value) => value !== undefined && value !== null && value !== false).length
}

interface SelectProps {
  name: string
  label: string
  value: string
  /** What the empty choice says. */
  any?: string
  /** The value that an address leaves out. */
  standard?: string
  options: readonly (readonly [value: string, label: string])[]
  /** Only on narrow screens, where the table has no head to click. */
  narrow?: boolean
  /** What is chosen is a name, which wants to be read whole. */
  wide?: boolean
}

/** A long option would make the whole list as wide. */
const MAX_OPTION = 40

export function Select(props: SelectProps) {
  const { name, label, value, any, standard, options, narrow = false, wide = false } = props
  const known = options.some(([option]) => option === value)
  return (
    <label class={narrow ? 'field narrow' : wide ? 'field wide' : 'field'}>
      {label}
      <select name={name} data-default={standard}>
        {any !== undefined && <option value="">{any}</option>}
        {!known && value !== '' && (
          <option value={value} selected>
            {cleanName(value, MAX_OPTION)}
          </option>
        )}
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {cleanName(text, MAX_OPTION)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface ChoicesProps {
  name: string
  label: string
  chosen: readonly string[]
  /** What it says while nothing is chosen. */
  any: string
  options: readonly string[]
}

/** Any number of values: a list of boxes to tick, folded to a line that names what is ticked. */
export function Choices({ name, label, chosen, any, options }: ChoicesProps) {
  const all = [...options, ...chosen.filter((value) => !options.includes(value))]
  return (
    <div class="field choices-field">
      <span>{label}</span>
      <details data-choices data-any={any}>
        <summary aria-label={label}>
          <bdi data-choices-text>
            {chosen.length === 0
              ? any
              : chosen.map((value) => cleanName(value, MAX_OPTION)).join(', ')}
          </bdi>
        </summary>
        <fieldset>
          <legend class="visually-hidden">{label}</legend>
          {all.map((value) => (
            <label key={value}>
              <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
              <bdi>{cleanName(value, MAX_OPTION) || '—'}</bdi>
            </label>
          ))}
        </fieldset>
      </details>
    </div>
  )
}

interface TextInputProps {
  name: string
  label: string
  value: string
  placeholder?: string
}

export function TextInput({ name, label, value, placeholder }: TextInputProps) {
  return (
    <label class="field wide">
      {label}
      <input
        type="search"
        name={name}
        value={value}
        placeholder={placeholder}
        maxLength={100}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  )
}

/** A moment by the visitor's clock; `data-zone` says by which clock the server has read it. */
export function TimeInput({ name, label, value }: TextInputProps) {
  const { zone } = useSite()
  return (
    <label class="field time" data-zone={value === '' ? undefined : zone.name}>
      {label}
      <input type="datetime-local" name={name} value={value} />
    </label>
  )
}

export function Checkbox(props: { name: string; label: string; checked: boolean }) {
  return (
    <label class="field check">
      <input type="checkbox" name={props.name} value="1" checked={props.checked} />
      {props.label}
    </label>
  )
}
