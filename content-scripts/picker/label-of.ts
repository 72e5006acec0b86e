import { fold } from '../../reading/parse.ts'
import { nameOf } from '../../reading/name.ts'

const longest = 60

/** What a person would call a field: its label, or what stands in or before it. */
export function labelOf(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot
  const { labels } = element as HTMLInputElement
  const before = element.previousElementSibling ?? element.parentElement?.previousElementSibling
  const candidates = [
    element.getAttribute('aria-label'),
    ...(element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => root.getElementById?.(id)?.textContent),
    labels?.[0] && wordsOf(labels[0]),
    element.getAttribute('placeholder'),
    before && !before.querySelector('input,select,textarea') ? before.textContent : null,
    element.getAttribute('name'),
    element.matches('input,select,textarea,[contenteditable]') ? null : nameOf(element),
  ]
  const found = candidates
    .map((text) =>
      fold(text ?? '')
        .replace(/[\s:*]+$/, '')
        .trim(),
    )
    .find((text) => /\p{L}/u.test(text))
  return (found ?? element.localName).slice(0, longest)
}

/** The words of a label without what is typed or chosen in it. */
function wordsOf(label: Element): string {
  const copy = label.cloneNode(true) as Element
  for (const control of copy.querySelectorAll('input,select,textarea,button')) control.remove()
  return copy.textContent
}

/** A name for rules and requests: `Close date` becomes `close-date`. */
export function slugOf(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}
