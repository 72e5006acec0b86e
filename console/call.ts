import { z } from '../policy/zod.ts'
import { findingSchema } from '../protocol/http/policy.ts'
import { problemSchema } from '../protocol/http/problem.ts'
import { t } from '../components/ui/words.ts'
import { noteReached } from './connection.ts'

const failureSchema = z.extend(problemSchema, { findings: z.optional(z.array(findingSchema)) })
export type Failure = z.infer<typeof failureSchema>
export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

const signedOutListeners = new Set<(code: string) => void>()

/** Told whenever any call finds that there is no session (any more). */
export function onSignedOut(listener: (code: string) => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** One call of the API. `answer` null = an empty answer is expected. */
export async function call<Schema extends z.ZodMiniType>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  answer: Schema | null,
  body?: unknown,
): Promise<Answer<z.output<Schema>>> {
  const response = await send(method, path, body)
  noteReached(response !== null)
  if (!response) return failed('UNREACHABLE', 0)
  const text = await response.text().catch(() => '')
  if (!response.ok) return refused(response.status, text)
  // An empty answer has no value; its callers look only at `ok`.
  if (!answer) return { ok: true, value: undefined as z.output<Schema> }
  const parsed = answer.safeParse(readJson(text))
  return parsed.success ? { ok: true, value: parsed.data } : failed('UNREADABLE_ANSWER', response.status)
}

/** A query string of the values that are set. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return search.size === 0 ? '' : `?${search}`
}

function send(method: 'GET' | 'POST' | 'PUT', path: string, body: unknown): Promise<Response | null> {
  const init: RequestInit = { method, credentials: 'same-origin', redirect: 'error', cache: 'no-store' }
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  // fetch rejects for one expected reason only, that the server was not reached; the caller turns null into words.
  return fetch(path, init).catch(() => null)
}

function refused(status: number, text: string): Answer<never> {
  const parsed = failureSchema.safeParse(readJson(text))
  const failure = parsed.success
    ? parsed.data
    : failureOf(status >= 500 ? 'SERVER_FAILED' : 'UNREADABLE_ANSWER', status)
  if (status === 401) for (const listener of signedOutListeners) listener(failure.code)
  return { ok: false, failure }
}

function failed(code: 'UNREACHABLE' | 'UNREADABLE_ANSWER', status: number): Answer<never> {
  return { ok: false, failure: failureOf(code, status) }
}

/** A failure of our own, in words. */
export function failureOf(
  code: 'UNREACHABLE' | 'UNREADABLE_ANSWER' | 'SERVER_FAILED' | 'BACKTEST_BROKE',
  status: number,
): Failure {
  return { status, code, title: t(`failure.${code}.title`), detail: t(`failure.${code}.detail`) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the schema refuses it and the person is told that the answer could not be read.
    return undefined
  }
}
