import type { PageMatch } from './match-page.ts'

/** Outlines in the preview what was found. */
export function mark({ surfaces }: PageMatch): void {
  for (const { control, fields } of surfaces) {
    for (const { elements } of fields)
      for (const element of elements) element.setAttribute('data-found', 'field')
    control?.setAttribute('data-found', 'control')
  }
}

/** Brings one element into view and sets it off from the others. */
export function show(element: Element): void {
  const page = element.ownerDocument
  for (const other of page.querySelectorAll('[data-found~=shown]'))
    other.setAttribute('data-found', (other.getAttribute('data-found') ?? '').replace(' shown', ''))
  element.setAttribute('data-found', `${element.getAttribute('data-found') ?? 'control'} shown`)
  const box = page.defaultView?.frameElement?.parentElement
  box?.scrollTo({ top: element.getBoundingClientRect().top - 80 })
  box?.scrollIntoView({ block: 'nearest' })
}
