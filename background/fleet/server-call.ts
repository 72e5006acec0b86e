import type { z } from '../../policy/zod.ts'
import { problemSchema } from '../../protocol/http/problem.ts'
import { readValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { noteContact } from './contact.ts'
import { parseBounded } from '../../policy/bounded-json.ts'
import { readBounded } from './bounded-body.ts'
import { provenFetch } from './proven-fetch.ts'
import { retryAfterOf } from './retry-after.ts'

export interface Call<Value> {
  readonly method: 'GET' | 'POST'
  /** Path under the enrolled server, beginning with `/v1/`. */
  readonly path: string
  readonly body?: unknown
  /** Schema of a 2xx answer. */
  readonly answer: z.ZodMiniType<Value>
  readonly ifNoneMatch?: string | null
  readonly maxBytes?: number
  readonly timeoutMs?: number
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value; readonly etag: string | null }
  | {
      readonly ok: false
      /** `cut-off`: an answer began and did not end. */
      readonly reason: 'not-enrolled' | 'unreachable' | 'cut-off' | 'unchanged' | 'malformed' | 'too-large'
    }
  | {
      readonly ok: false
      readonly reason: 'refused'
      readonly status: number
      /** Stable code of the server, or `HTTP_<status>`. */
      readonly code: string
      readonly retryAfterMs: number | null
    }

/**
 * One call to the one pinned server. The token goes nowhere else: paths are joined to the enrolled origin and a redirect
 * is an error (trust.md, attack 30). Never throws.
 */
export async function callServer<Value>(worker: Worker, call: Call<Value>): Promise<Answer<Value>> {
  const enrolment = await readValue(worker.db, 'enrolment')
  if (!enrolment) return { ok: false, reason: 'not-enrolled' }
  return send(worker, enrolment.serverUrl, enrolment.token, call)
}

/** Also used before there is a token, for enrolment itself. */
export async function send<Value>(
  worker: Worker,
  serverUrl: string,
  token: string | null,
  call: Call<Value>,
): Promise<Answer<Value>> {
  const asked = await ask(worker, serverUrl, token, call)
  if (!asked) {
    await noteContact(worker, { ok: false, problem: 'SERVER_UNREACHABLE' })
    return { ok: false, reason: 'unreachable' }
  }
  const { response, text } = asked
  await noteContact(worker, {
    ok: response.status < 500,
    problem: response.status < 500 ? null : 'SERVER_FAILING',
  })
  if (response.status === 304) return { ok: false, reason: 'unchanged' }
  if (text === undefined) return { ok: false, reason: 'cut-off' }
  if (text === null) return { ok: false, reason: 'too-large' }
  const body = parseBounded(text, 64)
  if (!response.ok) {
    const problem = problemSchema.safeParse(body)
    return {
      ok: false,
      reason: 'refused',
      status: response.status,
      code: problem.success ? problem.data.code : `HTTP_${response.status}`,
      retryAfterMs: retryAfterOf(response.headers.get('retry-after'), worker.environment.now()),
    }
  }
  const parsed = call.answer.safeParse(body)
  if (!parsed.success) return { ok: false, reason: 'malformed' }
  return { ok: true, value: parsed.data, etag: response.headers.get('etag') }
}

async function ask<Value>(
  worker: Worker,
  serverUrl: string,
  token: string | null,
  call: Call<Value>,
): Promise<{ response: Response; text: string | null | undefined } | null> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  if (call.ifNoneMatch) headers['if-none-match'] = call.ifNoneMatch
  let response: Response
  try {
    const { href: url } = new URL(call.path, serverUrl)
    const init = {
      method: call.method,
      headers,
      ...({ redirect: 'error', credentials: 'omit', cache: 'no-store' } as const),
      signal: AbortSignal.timeout(call.timeoutMs ?? 15_000),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    }
    response = await (token === null
      ? worker.environment.fetch(url, init)
      : provenFetch(worker, { url, token, init }))
  } catch {
    // Every way a fetch can break off (no route, reset, time-out, redirect) is one outcome: not reached.
    return null
  }
  try {
    return { response, text: await readBounded(response, call.maxBytes ?? 2_000_000) }
  } catch {
    // Cut off, or not what its headers say it is (a wrong encoding): there is an answer, and it cannot be read.
    return { response, text: undefined }
  }
}
