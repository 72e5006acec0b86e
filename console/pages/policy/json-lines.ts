export type JsonPath = readonly (string | number)[]

export type ScannedJson =
  | { readonly ok: true; readonly value: unknown; readonly lineOf: (path: JsonPath) => number }
  /** `expected` names what should stand there; a locale key under `json.`. */
  | { readonly ok: false; readonly line: number; readonly expected: Expected }

type Expected = 'value' | 'key' | 'colon' | 'comma' | 'end' | 'string' | 'depth' | 'duplicate'

const maxDepth = 64
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const word = /true|false|null/y
const space = /[ \t\r\n]*/y

/**
 * Reads JSON and remembers the line of every member and element, so that a finding about a path can point at its line.
 * JSON.parse gives neither lines of values nor, in every browser, the line of a mistake, and keeps the last of two equal keys.
 */
export function scanJson(text: string): ScannedJson {
  const lines = new Map<string, number>()
  const lineAt = lineFinder(text)
  let at = 0
  try {
    const value = readValue([], 0)
    skipSpace()
    if (at < text.length) fail('end')
    return { ok: true, value, lineOf: (path) => nearest(lines, path) }
  } catch (mistake) {
    if (mistake instanceof Mistake) return { ok: false, line: lineAt(at), expected: mistake.expected }
    throw mistake
  }

  function readValue(path: JsonPath, depth: number): unknown {
    if (depth > maxDepth) fail('depth')
    skipSpace()
    const key = keyOf(path)
    if (!lines.has(key)) lines.set(key, lineAt(at))
    if (text[at] === '{') return readObject(path, depth)
    if (text[at] === '[') return readArray(path, depth)
    if (text[at] === '"') return readString()
    const plain = take(number) ?? take(word)
    return plain === null ? fail('value') : JSON.parse(plain)
  }

  function readObject(path: JsonPath, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = []
    const seen = new Set<string>()
    at++
    skipSpace()
    if (text[at] === '}') return (at++, {})
    for (;;) {
      skipSpace()
      if (text[at] !== '"') fail('key')
      const line = lineAt(at)
      const start = at
      const name = readString()
      if (seen.has(name)) {
        at = start
        fail('duplicate')
      }
      seen.add(name)
      lines.set(keyOf([...path, name]), line)
      skipSpace()
      if (text[at] !== ':') fail('colon')
      at++
      members.push([name, readValue([...path, name], depth + 1)])
      skipSpace()
      if (text[at] === '}') return (at++, Object.fromEntries(members))
      if (text[at] !== ',') fail('comma')
      at++
    }
  }

  function readArray(path: JsonPath, depth: number): unknown[] {
    const elements: unknown[] = []
    at++
    skipSpace()
    if (text[at] === ']') return (at++, elements)
    for (;;) {
      elements.push(readValue([...path, elements.length], depth + 1))
      skipSpace()
      if (text[at] === ']') return (at++, elements)
      if (text[at] !== ',') fail('comma')
      at++
    }
  }

  function readString(): string {
    const raw = take(string)
    return raw === null ? fail('string') : String(JSON.parse(raw))
  }

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    if (found !== null) at += found.length
    return found
  }

  function skipSpace(): void {
    take(space)
  }

  function fail(expected: Expected): never {
    throw new Mistake(expected)
  }
}

class Mistake extends Error {
  readonly expected: Expected
  constructor(expected: Expected) {
    super(expected)
    this.expected = expected
  }
}

const keyOf = (path: JsonPath) => JSON.stringify(path)

/** The line of the path, or of the nearest parent that is written down (a missing member has no line of its own). */
function nearest(lines: ReadonlyMap<string, number>, path: JsonPath): number {
  for (let length = path.length; length >= 0; length--) {
    const line = lines.get(keyOf(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return 1
}

function lineFinder(text: string): (at: number) => number {
  const starts = [0]
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1)
  return (at) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return low + 1
  }
}
