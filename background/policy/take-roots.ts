import { nextRoot, pinnedRoot } from '../../policy/trust/root-chain.ts'
import type { RootProblem, TrustedRoot } from '../../policy/trust/root-chain.ts'
import { trustSchema } from '../../protocol/http/trust.ts'
import type { Trust } from '../../protocol/http/trust.ts'
import type { Answer, Call } from '../fleet/server-call.ts'

export type AskTrust = (call: Call<Trust>) => Promise<Answer<Trust>>
type Unanswered = Extract<Answer<Trust>, { ok: false }>

export type Roots =
  | { readonly ok: true; readonly chain: readonly TrustedRoot[]; readonly trust: Trust }
  | {
      readonly ok: false
      readonly chain: readonly TrustedRoot[]
      readonly unanswered: Unanswered | null
      readonly reason: RootProblem
      readonly detail: string
    }

/** Twenty versions an answer, and nobody honest is a thousand behind. */
const mostAnswers = 50
const mostBytes = 4_000_000

/**
 * Walks from what is trusted to the newest root, hop by hop: whoever signs the next must have been named by the one before
 * (policy client 13). What was verified before something went wrong stays verified.
 */
export async function takeRoots(
  ask: AskTrust,
  given: {
    readonly chain: readonly TrustedRoot[]
    readonly pin: string
    readonly nonce?: string
    /** Version of the bundle that is here, so that another one comes with the answer. */
    readonly held?: number
  },
): Promise<Roots> {
  const { nonce, held } = given
  const chain = [...given.chain]
  let above = chain.at(-1)?.root.version ?? 0
  const broken = (reason: RootProblem, detail: string, unanswered: Unanswered | null = null): Roots => ({
    ...{ ok: false, chain, unanswered, reason, detail },
  })
  for (let asked = 0; asked < mostAnswers; asked++) {
    const answer = await ask({
      method: 'GET',
      path: `/v1/trust?root=${above}${nonce === undefined ? '' : `&nonce=${nonce}`}${held === undefined ? '' : `&bundle=${held}`}`,
      answer: trustSchema,
      maxBytes: mostBytes,
    })
    if (!answer.ok) return broken('ROOT_GAP', answer.reason, answer)
    for (const envelope of answer.value.roots) {
      const before = chain.at(-1)
      const read = before ? await nextRoot(before, envelope) : await pinnedRoot(envelope, given.pin)
      above++
      if (read.ok) chain.push(read.trusted)
      // Before the pinned one there may be older roots; they are of no account.
      else if (before || read.reason !== 'ROOT_UNKNOWN') return broken(read.reason, read.detail)
    }
    if (answer.value.roots.length >= 20) continue
    return chain.length > 0 ? { ok: true, chain, trust: answer.value } : broken('ROOT_UNKNOWN', given.pin)
  }
  return broken('ROOT_GAP', `${above}`)
}
