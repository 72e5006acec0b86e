import type { SentRequest } from '../sites/match-request.ts'

/** What the browser will send for a form. Attributes, not properties: a field called `action` would hide the property. */
export function formRequest(form: HTMLFormElement, submitter?: HTMLElement | null): SentRequest {
  const { getAttribute } = Element.prototype
  const attribute = (name: string) =>
    (submitter && getAttribute.call(submitter, `form${name}`)) || getAttribute.call(form, name)
  const method = (attribute('method') ?? 'get').toUpperCase()
  const body = formText(new FormData(form, submitter))
  const url = new URL(attribute('action') ?? '', document.baseURI)
  if (method === 'GET') url.search = body
  return { method, url: url.href, body }
}

/** The text entries of a form, files left out. */
export function formText(form: FormData): string {
  return String(
    new URLSearchParams([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  )
}
