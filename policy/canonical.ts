/** JSON value accepted by `canonical`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * RFC 8785 (JCS) serialisation: keys sorted by UTF-16 code units, ECMAScript number form, no white space. Lone surrogates
 * are replaced by U+FFFD, because RFC 8785 demands well-formed text and a page can type anything.
 * @throws never for finite numbers; a non-finite number is written as null.
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : 'null'
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key.toWellFormed())}:${canonical(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
