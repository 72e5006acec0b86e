import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A page as it stood at one place of an inventory. */
export interface SavedPage {
  readonly place: string
  /** Path, query and hash. */
  readonly address: string
  readonly control: string
}

export function savedPages(crm: string): readonly (SavedPage & { readonly html: string })[] {
  const folder = join(import.meta.dirname, crm, 'pages')
  if (!existsSync(folder)) return []
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as SavedPage[]
  return index.map((saved) => ({
    ...saved,
    html: readFileSync(join(folder, `${saved.place}.html`), 'utf8'),
  }))
}

/** Run in the page: what is there and what can be seen of it, and nothing that acts or is fetched. */
export function serialise(): string {
  const from = [...document.querySelectorAll('*')]
  const copy = document.documentElement.cloneNode(true) as HTMLElement
  const to = [copy, ...copy.querySelectorAll('*')]
  from.forEach((element, index) => {
    const twin = to[index] as HTMLElement
    twin.removeAttribute('style')
    for (const name of twin.getAttributeNames())
      if (/^(src|srcset|href|action|background)$/.test(name) && twin.localName !== 'use')
        twin.setAttribute(name, '#')
    if (element instanceof HTMLTextAreaElement) twin.textContent = element.value
    else if (element instanceof HTMLInputElement && element.type !== 'file')
      twin.setAttribute('value', element.value)
    if (getComputedStyle(element).display === 'none') twin.style.display = 'none'
    else if (getComputedStyle(element).visibility === 'hidden') twin.style.visibility = 'hidden'
    else if (getComputedStyle(element).opacity === '0') twin.style.opacity = '0'
  })
  for (const gone of copy.querySelectorAll('script,style,link,noscript,svg > *,iframe,template'))
    gone.remove()
  return `<!doctype html>\n${copy.outerHTML}\n`
}
