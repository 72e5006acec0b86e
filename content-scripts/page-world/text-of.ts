/** A request body as text; at once where that is possible, or a synchronous request could not be decided. */
export function textOf(body: unknown, isSync = false): string | Promise<string> {
  if (body == null) return ''
  if (typeof body === 'string') return body
  if (body instanceof Request) return body.clone().text()
  if (body instanceof FormData) return formText(body)
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return new TextDecoder().decode(body)
  if (body instanceof Blob) return isSync ? '' : body.text()
  return body instanceof ReadableStream ? '' : String(body)
}

/** The text entries of a form, files left out. */
export function formText(form: FormData): string {
  return String(new URLSearchParams([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')))
}
