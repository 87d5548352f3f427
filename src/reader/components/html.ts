import type { ComponentChildren, VNode } from 'preact'
import { jsxEscape, jsxTemplate } from 'preact/jsx-runtime'

const written = new WeakMap<TemplateStringsArray, string[]>()

/**
 * Elements as a template, for what stands on a page by the dozen: `` html`<td>${text}</td>` ``. It is
 * what Preact's own precompiled JSX comes to: a text that is put in is escaped, whether it becomes
 * text or stands between the quotes of an attribute, and an element is rendered. An element for each
 * tag takes two to three times as long. A break of lines before a tag or a value is no part of it, any
 * other is a space.
 */
export function html(parts: TemplateStringsArray, ...values: ComponentChildren[]): VNode {
  let texts = written.get(parts)
  if (texts === undefined) {
    texts = parts.map((part) => part.replace(/\n\s*(?=<|$)/g, '').replace(/\n\s*/g, ' '))
    written.set(parts, texts)
  }
  return jsxTemplate(texts, ...values.map(escaped))
}

/** Texts within an array are escaped when they are rendered. Its type tells less than it may hold. */
function escaped(value: ComponentChildren): ReturnType<typeof jsxEscape> {
  return Array.isArray(value) ? (value as VNode[]) : jsxEscape(value)
}
