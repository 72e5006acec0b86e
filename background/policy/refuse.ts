import type { Floor } from '../../policy/trust/check-documents.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Answer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'

export type Offered = 'root' | 'timestamp' | 'kill' | 'bundle' | 'trust'

interface Reason {
  readonly reason: string
  readonly detail: string
  readonly offered?: Floor
}

/** What was offered is not taken; what is in force stays. The same refusal is recorded once, not at every poll. */
export async function refuse(
  worker: Worker,
  document: Offered,
  why: Reason | null,
  floor: Floor | null = null,
): Promise<false> {
  const { reason, detail, offered } = why ?? { reason: 'ROOT_UNKNOWN', detail: '' }
  const sign = JSON.stringify([document, reason, detail])
  if ((await readValue(worker.db, 'policy'))?.reportedAs === sign) return false
  await record(worker, {
    facts: [rejection(worker, document, { reason, detail, ...(offered && { offered }) }, floor)],
    write: () => noteProblem(worker, `POLICY_${reason}`, sign),
  })
  return false
}

/** An answer that is none: whoever only cannot be reached is no liar and is not recorded. */
export async function refuseUnanswered(
  worker: Worker,
  { reason }: Extract<Answer<unknown>, { ok: false }>,
  document: Offered,
): Promise<false> {
  switch (reason) {
    case 'malformed':
      return refuse(worker, document, { reason: 'MALFORMED', detail: document })
    case 'too-large':
      return refuse(worker, document, { reason: 'TOO_LARGE', detail: document })
    case 'cut-off':
      return refuse(worker, document, { reason: 'CUT_OFF', detail: document })
    case 'unchanged':
      // Nobody asked whether it changed (policy client 12).
      return refuse(worker, document, { reason: 'NOT_MODIFIED', detail: document })
    case 'not-enrolled':
    case 'unreachable':
    case 'refused':
      return false
    default:
      reason satisfies never
      return false
  }
}

function rejection(
  worker: Worker,
  document: Offered,
  { reason, detail, offered }: Reason,
  floor: Floor | null,
) {
  if (document === 'bundle' && offered && floor) {
    const { version, digest } = offered
    return reason === 'ROLLBACK'
      ? fact(worker, 'policy.rollback-rejected', { offered: version, floor: floor.version, digest })
      : fact(worker, 'policy.equivocation', { version, known: floor.digest, offered: digest })
  }
  return fact(worker, 'policy.rejected', { reason, detail, document })
}

export async function noteProblem(
  worker: Worker,
  problem: string | null,
  reportedAs: string | null = null,
): Promise<void> {
  await writeValue(worker.db, 'policy', { problem, checkedAt: worker.environment.now(), reportedAs })
}
