import { fold } from './parse.ts'

const implied: Readonly<Record<string, string>> = {
  BUTTON: 'button',
  SUMMARY: 'button',
  A: 'link',
  INPUT: 'button',
}

/** What can carry a role or a name that a locator asks for. */
export const clickable = 'button,a,summary,input[type=submit],input[type=button],[role]'

export function roleOf(element: Element): string {
  return element.getAttribute('role') ?? implied[element.tagName] ?? ''
}

/** A simple accessible name: enough for controls, not for everything ARIA knows. */
export function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby')
  const root = element.getRootNode() as Document | ShadowRoot
  return fold(
    (labelled &&
      labelled
        .split(' ')
        .map((id) => root.getElementById?.(id)?.textContent)
        .join(' ')) ||
      element.getAttribute('aria-label') ||
      textOf(element) ||
      element.querySelector('img[alt]')?.getAttribute('alt') ||
      element.getAttribute('title') ||
      '',
  ).trim()
}

export function textOf(element: Element): string {
  return fold(
    element.localName === 'input' ? (element as HTMLInputElement).value : element.textContent,
  ).trim()
}
