import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import type { Worker } from '../worker.ts'
import { proofOf } from './proof.ts'

interface Asked {
  readonly url: string
  readonly token: string
  readonly init: Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> }
}

/** Nodes do not know each other's nonces: behind a balancer the second question may meet another one. */
const mostAnswers = 4
/** What the server last gave to be signed. Lost with the worker; the next question then takes two. */
const nonces = new WeakMap<Worker, { readonly origin: string; readonly nonce: string }>()

/** Asks with the token and a proof of the key, again whenever the server wants another nonce signed. Throws when nobody answers. */
export async function provenFetch(worker: Worker, { url, token, init }: Asked): Promise<Response> {
  const { origin, pathname } = new URL(url)
  const method = init.method ?? 'GET'
  for (let asked = 1; ; asked++) {
    const headers: Record<string, string> = { ...init.headers, authorization: `Bearer ${token}` }
    const held = nonces.get(worker)
    if (held?.origin === origin)
      headers[proofHeader] = await proofOf(worker, {
        ...{ method, url: origin + pathname, token, nonce: held.nonce },
      })
    const response = await worker.environment.fetch(url, { ...init, headers })
    const nonce = response.headers.get(proofNonceHeader)
    if (nonce !== null) nonces.set(worker, { origin, nonce })
    if (response.status !== 401 || nonce === null || asked === mostAnswers) return response
    await response.body?.cancel()
  }
}
