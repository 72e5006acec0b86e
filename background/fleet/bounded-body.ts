/**
 * Text of a body of at most `maxBytes`, or null. Counts what arrives after inflating, so that neither a wrong
 * content-length nor a gzip bomb gets through.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<string | null> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Parsed JSON, or undefined when it is not JSON or nested deeper than `maxDepth`. */
export function parseBounded(text: string, maxDepth: number): unknown {
  if (depthAbove(text, maxDepth)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON: the caller's schema turns `undefined` into its own refusal.
    return undefined
  }
}

/** Measured on the text, because a parser spends its stack before a schema could object. */
function depthAbove(text: string, maxDepth: number): boolean {
  let depth = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quoted) {
      if (character === '\\') index++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      depth++
      if (depth > maxDepth) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}
