import type { ComponentChildren } from 'preact'
import { Link, useSite } from './site.js'

/** The filters of a page: a GET form, so that the address names what is shown. */
export function Filters(props: { path: string; active: boolean; children: ComponentChildren }) {
  const { base } = useSite()
  return (
    <form class="filters" method="get" action={base + props.path} data-filters>
      {props.children}
      <button type="submit" class="button primary">
        Show
      </button>
      {props.active && (
        <Link class="button quiet" href={props.path}>
          Clear
        </Link>
      )}
    </form>
  )
}

interface SelectProps {
  name: string
  label: string
  value: string
  /** What the empty choice says. */
  any?: string
  options: readonly (readonly [value: string, label: string])[]
  /** Only on narrow screens, where the table has no head to click. */
  narrow?: boolean
}

export function Select({ name, label, value, any, options, narrow = false }: SelectProps) {
  const known = options.some(([option]) => option === value)
  return (
    <label class={narrow ? 'field narrow' : 'field'}>
      {label}
      <select name={name}>
        {any !== undefined && <option value="">{any}</option>}
        {!known && value !== '' && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
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

export function Checkbox(props: { name: string; label: string; checked: boolean }) {
  return (
    <label class="field check">
      <input type="checkbox" name={props.name} value="1" checked={props.checked} />
      {props.label}
    </label>
  )
}
