import type { Matcher } from '../../protocol/site-pack.ts'
import { jsonOf, readPath } from './read-path.ts'
import { matchTemplate } from '../../reading/template.ts'

export interface SentRequest {
  readonly method: string
  /** Absolute. */
  readonly url: string
  readonly body: string
}

/** Does the address fit? Asked before a body is read. */
export function fitsAddress(match: Matcher, method: string, url: string): boolean {
  return match.method === method.toUpperCase() && !!namesIn(match, url)
}

/** The address that was asked about last. */
let known = { url: '', ways: [] as readonly string[] }

/** What the template of the address binds: `{id}` is the record when the body does not name it. */
export function namesIn(match: Matcher, url: string): Record<string, string> | undefined {
  return waysToWrite(url)
    .map((way) => matchTemplate(match.url, way))
    .find((names) => names)
}

/** How a template may name an address. Many templates are tried against one address. */
function waysToWrite(url: string): readonly string[] {
  if (known.url !== url) {
    const { origin } = new URL(url)
    const href = url.slice(0, 2000)
    const own = href.replace(origin, '')
    const ways = [href, own, own.replace(/[?#].*/, '')].flatMap((way) => [way, plain(way)])
    known = { url, ways: [...new Set(ways)] }
  }
  return known.ways
}

/** Servers undo escapes that nobody needs: `%61ctions` is where `actions` is. */
function plain(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}

/** The documents of the body that carry the operation: none, one, or several when calls are sent as a batch. */
export function matchRequest(match: Matcher, request: SentRequest): unknown[] {
  if (!fitsAddress(match, request.method, request.url)) return []
  const parsed = parseBody(match, request)
  const parts = match.each ? readPath(parsed, match.each) : Array.isArray(parsed) ? parsed : [parsed]
  return parts.filter((part) =>
    match.where.every(({ path, equals }) =>
      readPath(part, path)
        .flat()
        .some((value) => String(value) === String(equals)),
    ),
  )
}

function parseBody(match: Matcher, { url, body }: SentRequest): unknown {
  if (match.body === 'json') return jsonOf(body)
  const form: Record<string, unknown> = {}
  for (const text of [new URL(url).search, match.body === 'form' ? body : '']) {
    for (const [key, value] of new URLSearchParams(text)) {
      form[key] = Object.hasOwn(form, key) ? [form[key], value].flat() : value
    }
  }
  return form
}
