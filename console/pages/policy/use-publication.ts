import { useState } from 'react'
import type { Proposal } from '../../../protocol/http/change-control.ts'
import type { PolicyDocument, PolicyPublication } from '../../../protocol/http/policy.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'

export type Outcome =
  | { readonly kind: 'published'; readonly document: PolicyDocument }
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  | { readonly kind: 'conflict' }

/** Sends a policy the way it has to go: published by one person, or proposed to a second one. */
export function usePublication(onDone: (outcome: Outcome) => void) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function send(publication: PolicyPublication, needsSecond: boolean) {
    if (busy) return
    setBusy(true)
    const failed = needsSecond ? await proposed(publication) : await published(publication)
    setBusy(false)
    if (failed?.code === 'POLICY_CONFLICT') onDone({ kind: 'conflict' })
    else setFailure(failed)
  }
  async function published(publication: PolicyPublication): Promise<Failure | null> {
    const answer = await client.publishPolicy(publication)
    if (answer.ok) onDone({ kind: 'published', document: answer.value })
    return answer.ok ? null : answer.failure
  }
  async function proposed(publication: PolicyPublication): Promise<Failure | null> {
    const answer = await client.proposePolicy(publication)
    if (answer.ok) onDone({ kind: 'proposed', proposal: answer.value })
    return answer.ok ? null : answer.failure
  }
  return { busy, failure, send, forget: () => setFailure(null) }
}
