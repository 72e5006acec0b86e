import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { Finding, PolicyPublication } from '../../../protocol/http/policy.ts'
import { announce } from '../../database/store.ts'
import { hashOf } from '../../http/principal.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { lockPublication, readBundle } from '../policy/bundle-store.ts'
import { isCurrent } from '../policy/publish.ts'
import { validatePolicy } from '../policy/validate-policy.ts'
import { openRollout } from '../rollouts/rollout-store.ts'
import { messageNotice } from '../stream/notice.ts'
import { discardDraft, editorsOf } from './draft-store.ts'
import { loosenedBy } from './loosened.ts'

export type Proposed =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: ProblemCode; readonly findings?: readonly Finding[] }

/** Hands a loosening to a second person. One at a time: two that wait would be based on the same version. */
export async function propose(
  parts: Parts,
  who: PersonPrincipal,
  { basedOn, note, policy, rollout = null }: PolicyPublication,
  { fromDraft = true }: { readonly fromDraft?: boolean } = {},
): Promise<Proposed> {
  const { tenant, person } = who
  const validated = validatePolicy(policy, parts.packs)
  if (!validated.ok) return { ok: false, reason: 'POLICY_INVALID', findings: validated.findings }
  return parts.store.transact({ tenant }, async (tx, now) => {
    await lockPublication(tx, tenant)
    const current = await readBundle(tx, tenant, 'current')
    if (!isCurrent(current, basedOn)) return { ok: false, reason: 'POLICY_CONFLICT' }
    if (rollout && (await openRollout(tx, tenant))) return { ok: false, reason: 'ROLLOUT_OPEN' }
    const found = await loosenedBy(tx, tenant, validated.policy)
    if (found.length === 0) return { ok: false, reason: 'NOTHING_LOOSENED' }
    const text = canonical(validated.policy as unknown as Json)
    const editors = fromDraft ? await editorsOf(tx, tenant) : []
    const row = {
      ...{ tenant, id: parts.newId(), state: 'open' as const, based_on: basedOn, policy: text },
      ...{ digest: hashOf(text), loosenings: JSON.stringify(found), note, author: person.id },
      ...{ authors: [...new Set([person.id, ...editors])], created_at: now },
      rollout: rollout && JSON.stringify(rollout),
    }
    const made = await tx
      .insertInto('policy_proposals')
      .values({ ...row, closed_by: null, closed_at: null, version: null })
      .onConflict((conflict) => conflict.column('tenant').where('state', '=', 'open').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made === undefined) return { ok: false, reason: 'PROPOSAL_OPEN' }
    if (fromDraft) await discardDraft(tx, tenant, 'any')
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'policy.proposed', person: person.id },
        detail: { proposal: row.id, basedOn, digest: row.digest, note, loosenings: found.length },
      },
    )
    await announce(tx, messageNotice(tenant, { type: 'proposal.changed', id: row.id, state: 'open' }))
    return { ok: true, id: row.id }
  })
}
