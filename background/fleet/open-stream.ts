import { parseBounded } from '../../policy/bounded-json.ts'
import { problemSchema } from '../../protocol/http/problem.ts'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import type { Worker } from '../worker.ts'
import { readBounded } from './bounded-body.ts'
import { noteContact } from './contact.ts'
import { proofOf } from './proof.ts'
import { retryAfterOf } from './retry-after.ts'

export interface Refusal {
  readonly ok: false
  /** Stable code of the server, or `HTTP_<status>`. */
  readonly code: string
  readonly retryAfterMs: number | null
}
export type OpenedStream = { readonly ok: true; readonly body: ReadableStream<Uint8Array> } | Refusal

/** Nodes do not know each other's nonces: behind a balancer the second question may meet another one. */
const mostAnswers = 4

/** Opens the stream with the token and, for the nonce the server asks to be signed, the key. Throws when nobody answers. */
export async function openStream(
  worker: Worker,
  { serverUrl, token }: { readonly serverUrl: string; readonly token: string },
  signal: AbortSignal,
): Promise<OpenedStream> {
  const { environment } = worker
  const { href: url } = new URL('/v1/stream', serverUrl)
  let nonce: string | null = null
  for (let asked = 1; ; asked++) {
    const headers: Record<string, string> = {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    }
    if (nonce !== null) headers[proofHeader] = await proofOf(worker, { method: 'GET', url, token, nonce })
    const response = await environment.fetch(url, {
      ...{ headers, redirect: 'error', credentials: 'omit', cache: 'no-store', signal },
    })
    if (response.ok && response.body) return { ok: true, body: response.body }
    nonce = response.headers.get(proofNonceHeader)
    const problem = problemSchema.safeParse(parseBounded((await readBounded(response, 10_000)) ?? '', 8))
    const code = problem.success ? problem.data.code : `HTTP_${response.status}`
    if (nonce !== null && code === 'PROOF_NEEDED' && asked < mostAnswers) continue
    // A server that sheds load is there: polling goes on.
    const isThere = response.status < 500 || code === 'STREAM_BUSY'
    await noteContact(worker, { ok: isThere, problem: isThere ? null : 'SERVER_FAILING' })
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), environment.now())
    return { ok: false, code, retryAfterMs }
  }
}
