import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { DraftSave, PolicyDraft } from '../../../protocol/http/change-control.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { messageNotice } from '../stream/notice.ts'

export type Saved =
  | { readonly ok: true; readonly draft: PolicyDraft }
  /** Somebody else saved first; `draft` is theirs, null when they took it away. */
  | { readonly ok: false; readonly draft: PolicyDraft | null }

export async function readDraft(tx: Transaction<Tables>, tenant: string): Promise<PolicyDraft | null> {
  const row = await tx
    .selectFrom('policy_drafts as draft')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'draft.tenant').onRef('person.id', '=', 'draft.saved_by'),
    )
    .selectAll('draft')
    .select('person.name')
    .where('draft.tenant', '=', tenant)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    ...{ basedOn: row.based_on, text: row.body, note: row.note, revision: row.revision },
    ...{ savedBy: { id: row.saved_by, name: row.name }, savedAt: row.saved_at.toISOString() },
  }
}

/** Everybody who wrote on the draft: they are its authors when it is proposed. */
export async function editorsOf(tx: Transaction<Tables>, tenant: string): Promise<readonly string[]> {
  const row = await tx
    .selectFrom('policy_drafts')
    .select('editors')
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  return row?.editors ?? []
}

/** One statement decides whose save comes first, so nothing is ever overwritten unseen. */
export async function saveDraft(parts: Parts, who: PersonPrincipal, given: DraftSave): Promise<Saved> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const row = {
      ...{ based_on: given.basedOn, body: given.text, note: given.note },
      ...{ saved_by: person.id, saved_at: now },
    }
    const saved =
      given.revision === 0
        ? await tx
            .insertInto('policy_drafts')
            .values({ ...row, tenant, revision: 1, editors: [person.id] })
            .onConflict((conflict) => conflict.doNothing())
            .returning('revision')
            .executeTakeFirst()
        : await tx
            .updateTable('policy_drafts')
            .set({
              ...row,
              revision: given.revision + 1,
              editors: sql<
                string[]
              >`array(select distinct unnest(array_append(editors, ${person.id}::uuid)))`,
            })
            .where('tenant', '=', tenant)
            .where('revision', '=', given.revision)
            .returning('revision')
            .executeTakeFirst()
    const draft = await readDraft(tx, tenant)
    if (saved === undefined || draft === null) return { ok: false, draft }
    await announce(tx, messageNotice(tenant, { type: 'draft.changed', revision: saved.revision }))
    return { ok: true, draft }
  })
}

export async function discardDraft(
  tx: Transaction<Tables>,
  tenant: string,
  revision: number | 'any',
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('policy_drafts')
    .where('tenant', '=', tenant)
    .$if(revision !== 'any', (query) => query.where('revision', '=', revision as number))
    .returning('revision')
    .executeTakeFirst()
  if (gone !== undefined) await announce(tx, messageNotice(tenant, { type: 'draft.changed', revision: 0 }))
  return gone !== undefined
}
