import type { ComponentChildren } from 'preact'
import { html } from './html.js'
import { Icon, type IconName } from './icons.js'
import { Link, useWords } from './site.js'

/** The head of a page: its title, what it is about, and what can be done. */
export function PageHead(props: {
  title: ComponentChildren
  about?: ComponentChildren
  children?: ComponentChildren
}) {
  return (
    <div class="page-head">
      <h1>{props.title}</h1>
      {props.about !== undefined && <span class="muted">{props.about}</span>}
      <span class="spacer" />
      {props.children}
    </div>
  )
}

/** A list with nothing in it; `longer` is where one of a longer time is, if there is any. */
export function Empty(props: {
  icon: IconName
  longer?: string | false
  children: ComponentChildren
}) {
  const { common } = useWords()
  return (
    <div class="card empty">
      <Icon name={props.icon} size={32} />
      {props.children}
      {props.longer && (
        <Link class="button" href={props.longer}>
          {common.longerTime}
        </Link>
      )}
    </div>
  )
}

/** A definition list of name and value; entries without a value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(
          ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
        )
        .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>
  )
}
