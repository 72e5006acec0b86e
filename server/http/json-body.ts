import { parse } from 'secure-json-parse'
import { inspectJson } from './inspect-json.ts'
import type { ProblemCode } from './problems.ts'

export type Body =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: ProblemCode }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes of a request to a value, or the reason why not. Nothing here may throw for any bytes. */
export function readJson(bytes: Buffer): Body {
  if (bytes.length === 0) return { ok: false, code: 'BODY_MISSING' }
  const text = decode(bytes)
  if (text === null) return { ok: false, code: 'BODY_MALFORMED' }
  const inspection = inspectJson(text)
  if (inspection !== 'ok') return { ok: false, code: inspection }
  try {
    return { ok: true, value: parse(text, { protoAction: 'error', constructorAction: 'error' }) }
  } catch (error) {
    const isForbidden = error instanceof SyntaxError && error.message.includes('forbidden')
    return { ok: false, code: isForbidden ? 'BODY_FORBIDDEN_KEY' : 'BODY_MALFORMED' }
  }
}

function decode(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
