const { apply, getOwnPropertyDescriptor } = Reflect

/**
 * What requests are read with, taken before any script of the page can replace it. What something is, is asked of a
 * native that throws for anything else: it knows what was made in another window, and what only calls itself so.
 */
export function takeNatives() {
  const { clone, text: textOfRequest } = Request.prototype
  const { text: textOfBlob } = Blob.prototype
  const { forEach } = FormData.prototype
  const { toString: textOfParams } = URLSearchParams.prototype
  const { decode } = TextDecoder.prototype
  const { then } = Promise.prototype
  const decoder = new TextDecoder()
  const encode = encodeURIComponent
  const urlOf = getter(Request, 'url')
  const methodOf = getter(Request, 'method')
  const sizeOf = getter(Blob, 'size')
  const typeOfNode = getter(Node, 'nodeType')
  const { isView } = ArrayBuffer
  /** One for each kind of body that is not made a text of. */
  const probes = [
    sizeOf,
    typeOfNode,
    getter(ReadableStream, 'locked'),
    getter(ArrayBuffer, 'byteLength'),
    FormData.prototype.keys,
    textOfParams,
  ]

  const attempt = (native: unknown, self: unknown, args: unknown[] = []) => {
    try {
      return apply(native as () => string, self, args)
    } catch {
      return undefined
    }
  }
  const is = (native: unknown, body: unknown) => attempt(native, body) !== undefined
  const textOfForm = (form: unknown) => {
    let text = ''
    const add = (value: unknown, key: string) => {
      if (typeof value === 'string') text += `${text && '&'}${encode(key)}=${encode(value)}`
    }
    return attempt(() => apply(forEach, form, [add]) ?? text, null)
  }
  /** At once where that is possible; undefined = nobody but the receiver can read it. */
  const read = (body: unknown): string | Promise<string> | undefined =>
    typeof body !== 'object' || !body
      ? `${(body as string) ?? ''}`
      : is(sizeOf, body)
        ? apply(textOfBlob, body, [])
        : is(urlOf, body)
          ? apply(textOfRequest, apply(clone, body, []), [])
          : (attempt(decode, decoder, [body]) ??
            attempt(textOfParams, body) ??
            textOfForm(body) ??
            (is(typeOfNode, body) ? '' : undefined))

  return {
    read,
    then: <Value>(promise: Promise<Value>, done: (value: Value) => void, failed: () => void) =>
      void apply(then, promise, [done, failed]),
    /** Url and method of a Request, whichever window made it. */
    request: (input: unknown) => {
      // A native that throws takes longer than all the rest of a question.
      const url = typeof input === 'object' ? attempt(urlOf, input) : undefined
      return url === undefined ? undefined : { url, method: attempt(methodOf, input)! }
    },
    /** A body that says the same however often it is asked, as far as that is in our hands. */
    fixed: (body: unknown): unknown => {
      if (body === null || body === undefined || typeof body === 'string' || isView(body)) return body
      for (let at = 0; at < probes.length; at += 1) if (is(probes[at], body)) return body
      return `${body as string}`
    },
  }
}
export type Natives = ReturnType<typeof takeNatives>

function getter({ prototype }: { readonly prototype: object }, name: string): () => unknown {
  return getOwnPropertyDescriptor(prototype, name)!.get!
}
