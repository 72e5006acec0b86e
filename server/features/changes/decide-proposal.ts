import type { Transaction } from 'kysely'
import { policySchema } from '../../../policy/bundle.ts'
import type { z } from '../../../policy/zod.ts'
import type { proposalConfirmationSchema, proposalStates } from '../../../protocol/http/change-control.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { publish } from '../policy/publish.ts'
import { messageNotice } from '../stream/notice.ts'
import { consentProblem } from '../passkeys/consent.ts'
import { findProposal } from './proposal-store.ts'

type Confirmation = z.infer<typeof proposalConfirmationSchema>
export type Decided = { readonly ok: true } | { readonly ok: false; readonly reason: ProblemCode }

/** The second person publishes exactly what they have read: the digest is of the policy they were shown. */
export async function confirmProposal(
  parts: Parts,
  who: PersonPrincipal,
  { id, digest, consent }: Confirmation & { readonly id: string },
): Promise<Decided> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    const row = await findProposal(tx, tenant, id)
    const standing = standingOf(row, digest, person.id)
    if (row === undefined || standing !== 'MAY') return refused(change, who, id, standing)
    const asked = { purpose: 'publish', subject: digest, consent } as const
    const problem = await consentProblem(change, parts, who, asked)
    if (problem !== null) return refused(change, who, id, problem)
    const published = await publish(tx, parts, now, {
      ...{ tenant, by: row.author, basedOn: row.based_on, note: row.note },
      ...{ policy: policySchema.parse(JSON.parse(row.policy)), rollout: row.rollout },
    })
    if (!published.ok) return refused(change, who, id, published.reason)
    const { version } = published.row
    if (!(await close(tx, row, { state: 'published', by: person.id, at: now, version })))
      throw new Error('A proposal was closed inside the lock of its publication.')
    await recordServerEvent(change, {
      ...{ tenant, type: 'policy.confirmed', person: person.id, bundleVersion: version },
      detail: { proposal: id, version, digest, author: row.author },
    })
    await announce(tx, messageNotice(tenant, { type: 'proposal.changed', id, state: 'published' }))
    return { ok: true }
  })
}

/** By whoever may propose: what is in force stays. */
export async function withdrawProposal(parts: Parts, who: PersonPrincipal, id: string): Promise<Decided> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    const row = await findProposal(tx, tenant, id)
    if (row === undefined) return refused(change, who, id, 'PROPOSAL_UNKNOWN')
    if (!(await close(tx, row, { state: 'withdrawn', by: person.id, at: now, version: null })))
      return refused(change, who, id, 'PROPOSAL_CLOSED')
    await recordServerEvent(change, {
      ...{ tenant, type: 'policy.proposal-withdrawn', person: person.id, detail: { proposal: id } },
    })
    await announce(tx, messageNotice(tenant, { type: 'proposal.changed', id, state: 'withdrawn' }))
    return { ok: true }
  })
}

export async function commentOn(
  parts: Parts,
  who: PersonPrincipal,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<Decided> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const row = await findProposal(tx, tenant, id)
    if (row === undefined) return { ok: false, reason: 'PROPOSAL_UNKNOWN' }
    if (row.state !== 'open') return { ok: false, reason: 'PROPOSAL_CLOSED' }
    await tx
      .insertInto('proposal_comments')
      .values({ tenant, id: parts.newId(), proposal: id, person: person.id, body: text, at: now })
      .execute()
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      { tenant, type: 'policy.commented', person: person.id, detail: { proposal: id, text } },
    )
    await announce(tx, messageNotice(tenant, { type: 'proposal.changed', id, state: row.state }))
    return { ok: true }
  })
}

function standingOf(
  row: Awaited<ReturnType<typeof findProposal>>,
  digest: string,
  person: string,
): 'MAY' | ProblemCode {
  if (row === undefined) return 'PROPOSAL_UNKNOWN'
  if (row.state !== 'open') return 'PROPOSAL_CLOSED'
  if (row.authors.includes(person)) return 'OWN_PROPOSAL'
  return row.digest === digest ? 'MAY' : 'DIGEST_MISMATCH'
}

interface Closing {
  readonly state: Exclude<(typeof proposalStates)[number], 'open'>
  readonly by: string
  readonly at: Date
  readonly version: number | null
}

async function close(
  tx: Transaction<Tables>,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  { state, by, at, version }: Closing,
): Promise<boolean> {
  const closed = await tx
    .updateTable('policy_proposals')
    .set({ state, closed_by: by, closed_at: at, version })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return closed !== undefined
}

async function refused(
  change: Change,
  { tenant, person }: PersonPrincipal,
  proposal: string,
  reason: 'MAY' | ProblemCode,
): Promise<Decided> {
  const code = reason === 'MAY' ? 'PROPOSAL_UNKNOWN' : reason
  await recordServerEvent(change, {
    ...{ tenant, type: 'policy.confirmation-refused', person: person.id, detail: { proposal, code } },
  })
  return { ok: false, reason: code }
}
