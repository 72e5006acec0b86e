/** What a text may hold before it is parsed. */
export interface JsonBounds {
  readonly maxDepth: number
  /** Names of members in the whole text. */
  readonly maxMembers?: number
}

/** Parsed JSON, or undefined when it is not JSON, nested deeper or larger in members than allowed. */
export function parseBounded(text: string, bounds: number | JsonBounds): unknown {
  const { maxDepth, maxMembers = Infinity } = typeof bounds === 'number' ? { maxDepth: bounds } : bounds
  if (isBeyond(text, maxDepth, maxMembers)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON: the caller's schema turns `undefined` into its own refusal.
    return undefined
  }
}

/** Measured on the text, because a parser spends its stack and memory before a schema could object. */
function isBeyond(text: string, maxDepth: number, maxMembers: number): boolean {
  let depth = 0
  let members = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quoted) {
      if (character === '\\') index++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === ':') {
      if (++members > maxMembers) return true
    } else if (character === '{' || character === '[') {
      if (++depth > maxDepth) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}
