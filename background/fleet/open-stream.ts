import { parseBounded } from '../../policy/bounded-json.ts'
import { problemSchema } from '../../protocol/http/problem.ts'
import type { Worker } from '../worker.ts'
import { readBounded } from './bounded-body.ts'
import { noteContact } from './contact.ts'
import { provenFetch } from './proven-fetch.ts'
import { retryAfterOf } from './retry-after.ts'

export interface Refusal {
  readonly ok: false
  /** Stable code of the server, or `HTTP_<status>`. */
  readonly code: string
  readonly retryAfterMs: number | null
}
export type OpenedStream = { readonly ok: true; readonly body: ReadableStream<Uint8Array> } | Refusal

/** Opens the stream with the token and the key. Throws when nobody answers. */
export async function openStream(
  worker: Worker,
  { serverUrl, token }: { readonly serverUrl: string; readonly token: string },
  signal: AbortSignal,
): Promise<OpenedStream> {
  const { href: url } = new URL('/v1/stream', serverUrl)
  const headers = { accept: 'text/event-stream' }
  const response = await provenFetch(worker, {
    ...{ url, token },
    init: { headers, redirect: 'error', credentials: 'omit', cache: 'no-store', signal },
  })
  if (response.ok && response.body) return { ok: true, body: response.body }
  const problem = problemSchema.safeParse(parseBounded((await readBounded(response, 10_000)) ?? '', 8))
  const code = problem.success ? problem.data.code : `HTTP_${response.status}`
  // A server that sheds load is there: polling goes on.
  const isThere = response.status < 500 || code === 'STREAM_BUSY'
  await noteContact(worker, { ok: isThere, problem: isThere ? null : 'SERVER_FAILING' })
  const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), worker.environment.now())
  return { ok: false, code, retryAfterMs }
}
