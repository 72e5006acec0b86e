/** A request body as text; at once where that is possible, or a synchronous request could not be decided. */
export function textOf(body: unknown, isSync = false): string | Promise<string> {
  if (body === null || body === undefined) return ''
  if (typeof body === 'string') return body
  if (body instanceof Request) return body.clone().text()
  if (body instanceof FormData) return formText(body)
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return new TextDecoder().decode(body)
  if (body instanceof Blob) return isSync ? '' : body.text()
  // A stream can be read only once, by the one who sends it.
  return body instanceof ReadableStream ? '' : asText(body)
}

/** What the native call would make of it: `toString` of the page's own object, if it brings one. */
export function asText(value: unknown): string {
  return `${value as string}`
}

/** The text entries of a form, files left out. */
export function formText(form: FormData): string {
  return String(
    new URLSearchParams([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  )
}
