export const limits = { depth: 40, keys: 60_000 } as const

export type Inspection = 'ok' | 'BODY_TOO_DEEP' | 'BODY_TOO_MANY_KEYS' | 'BODY_DUPLICATE_KEY'

const quote = 34
const open = new Set([123, 91])
const close = new Set([125, 93])

/**
 * One linear look at the text before anything parses it, so that a depth bomb never reaches a recursive parser. It also
 * finds keys given twice: two readers of one document could each take another one. It does not check the grammar.
 */
export function inspectJson(text: string): Inspection {
  const keysOf: (Set<string> | null)[] = []
  let keys = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const end = endOfString(text, at)
      if (end === -1) return 'ok'
      if (isKey(text, end + 1)) {
        keys += 1
        if (keys > limits.keys) return 'BODY_TOO_MANY_KEYS'
        const seen = (keysOf[keysOf.length - 1] ??= new Set())
        const key = decode(text.slice(at, end + 1))
        if (seen.has(key)) return 'BODY_DUPLICATE_KEY'
        seen.add(key)
      }
      at = end
    } else if (open.has(code)) {
      keysOf.push(null)
      if (keysOf.length > limits.depth) return 'BODY_TOO_DEEP'
    } else if (close.has(code)) {
      keysOf.pop()
    }
  }
  return 'ok'
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes += 1
    if (slashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
  return -1
}

function isKey(text: string, after: number): boolean {
  let at = after
  while (text.charCodeAt(at) === 32 || (text.charCodeAt(at) >= 9 && text.charCodeAt(at) <= 13)) at += 1
  return text.charCodeAt(at) === 58
}

/** `"a"` and `"\u0061"` are the same key. A broken escape is left for the parser to refuse. */
function decode(quoted: string): string {
  if (!quoted.includes('\\')) return quoted
  try {
    return `"${String(JSON.parse(quoted))}"`
  } catch (error) {
    if (error instanceof SyntaxError) return quoted
    throw error
  }
}
