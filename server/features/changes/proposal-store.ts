import type { Transaction } from 'kysely'
import { policySchema } from '../../../policy/bundle.ts'
import type { Proposal } from '../../../protocol/http/change-control.ts'
import type { Tables } from '../../database/tables.ts'

export async function findProposal(tx: Transaction<Tables>, tenant: string, id: string) {
  return tx
    .selectFrom('policy_proposals')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The open one first, then those that were decided last. */
export async function listProposals(
  tx: Transaction<Tables>,
  tenant: string,
  only?: string,
): Promise<readonly Proposal[]> {
  const rows = await tx
    .selectFrom('policy_proposals')
    .selectAll()
    .where('tenant', '=', tenant)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .limit(20)
    .execute()
  if (rows.length === 0) return []
  const comments = await tx
    .selectFrom('proposal_comments')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(
      'proposal',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('at')
    .limit(500)
    .execute()
  const people = await tx.selectFrom('persons').select(['id', 'name']).where('tenant', '=', tenant).execute()
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const named = (id: string) => ({ id, name: names.get(id) ?? '' })
  return rows.map((row) => ({
    ...{ id: row.id, state: row.state, basedOn: row.based_on, digest: row.digest, note: row.note },
    ...{ policy: policySchema.parse(JSON.parse(row.policy)), rollout: row.rollout },
    loosenings: row.loosenings,
    ...{
      author: named(row.author),
      authors: row.authors.map(named),
      createdAt: row.created_at.toISOString(),
    },
    closedBy: row.closed_by === null ? null : named(row.closed_by),
    ...{ closedAt: row.closed_at?.toISOString() ?? null, version: row.version },
    comments: comments
      .filter((comment) => comment.proposal === row.id)
      .map(({ id, person, body, at }) => ({ id, by: named(person), text: body, at: at.toISOString() })),
  }))
}
