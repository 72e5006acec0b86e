import { stepDigest } from '../../../policy/trust/rollout-step.ts'
import type { RolloutStep } from '../../../policy/trust/rollout-step.ts'
import type { Consent } from '../../../protocol/http/passkeys.ts'
import type { Change } from '../../database/change.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { consentProblem } from '../passkeys/consent.ts'
import { readBundle } from '../policy/bundle-store.ts'
import { withRollout } from './change-rollout.ts'
import type { RolloutChanged } from './change-rollout.ts'
import type { RolloutRow } from './rollout-store.ts'

interface Asked {
  readonly id: string
  readonly step: RolloutStep
  /** As the person saw it; absent where the step has none. */
  readonly ring?: number
  readonly consent: Consent | undefined
}

/** A step that brings a policy to more browsers is signed for exactly what it does; halting never waits for that (ADR 111). */
export async function takeStep(
  parts: Parts,
  who: PersonPrincipal,
  { id, step, ring, consent }: Asked,
  take: (change: Change, row: RolloutRow) => Promise<RolloutChanged>,
): Promise<RolloutChanged> {
  return withRollout(parts, who, id, async (change, row) => {
    const standing = standingOf(row, step, ring)
    if (standing !== null) return { ok: false, reason: standing }
    const bundle = await readBundle(change.tx, row.tenant, row.version)
    if (bundle === undefined) throw new Error('A rollout names a version that was never issued.')
    const subject = await stepDigest({ rollout: id, step, ring: row.ring, digest: bundle.digest })
    const problem = await consentProblem(change, parts, who, { purpose: 'rollout', subject, consent })
    if (problem === null) return take(change, row)
    await recordServerEvent(change, {
      ...{ tenant: row.tenant, type: 'rollout.refused', person: who.person.id },
      detail: { rollout: id, step, ring: row.ring, code: problem },
    })
    return { ok: false, reason: problem }
  })
}

/** Nobody is asked to sign what would not be done. */
function standingOf(row: RolloutRow, step: RolloutStep, ring = row.ring): ProblemCode | null {
  if (ring !== row.ring) return 'ROLLOUT_CHANGED'
  if (step === 'widening' && row.state === 'halted') return 'ROLLOUT_HALTED'
  return step === 'resumption' && row.state !== 'halted' ? 'ROLLOUT_CHANGED' : null
}
