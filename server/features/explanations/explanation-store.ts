import type { Transaction } from 'kysely'
import type { Action } from '../../../policy/action.ts'
import type { Explanation, Suggestion } from '../../../policy/explanation.ts'
import type { z } from '../../../policy/zod.ts'
import type { ExplanationList, explanationQuerySchema } from '../../../protocol/http/explanations.ts'
import type { Tables } from '../../database/tables.ts'

const most = 200
type Query = z.infer<typeof explanationQuerySchema>

/** The newest explanation of each record and operation. */
export async function listExplanations(
  tx: Transaction<Tables>,
  tenant: string,
  query: Query,
): Promise<ExplanationList> {
  const latest = tx
    .selectFrom('explanations')
    .select(['body', 'recorded_at', 'id'])
    .distinctOn(['account', 'record_type', 'record_id', 'operation'])
    .where('tenant', '=', tenant)
    .where('site', '=', query.site)
    .$if(query.account !== undefined, (rows) => rows.where('account', '=', query.account ?? ''))
    .$if(query.recordType !== undefined, (rows) => rows.where('record_type', '=', query.recordType ?? ''))
    .$if(query.recordId !== undefined, (rows) => rows.where('record_id', '=', query.recordId ?? ''))
    .$if(query.operation !== undefined, (rows) => rows.where('operation', '=', query.operation ?? ''))
    .orderBy('account')
    .orderBy('record_type')
    .orderBy('record_id')
    .orderBy('operation')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
  const rows = await tx
    .selectFrom(latest.as('latest'))
    .selectAll()
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most + 1)
    .execute()
  return { explanations: rows.slice(0, most).map((row) => row.body), more: rows.length > most }
}

/** What AI suggested for the one record an action is about, if anything. */
export async function findSuggestion(
  tx: Transaction<Tables>,
  tenant: string,
  action: Action,
): Promise<Suggestion | null> {
  const [record, ...others] = action.record?.ids ?? []
  if (action.record === null || record === undefined || others.length > 0) return null
  const found = await listExplanations(tx, tenant, {
    ...{ site: action.site, account: action.account, operation: action.operation },
    ...{ recordType: action.record.type, recordId: record },
  })
  const latest = found.explanations[0]
  return latest === undefined ? null : { id: latest.id, suggested: latest.suggested, model: latest.model }
}

interface NewExplanation {
  readonly tenant: string
  readonly explanation: Explanation
  readonly text: string
  readonly digest: string
  readonly now: Date
}

/** undefined when the id is taken. */
export async function addExplanation(
  tx: Transaction<Tables>,
  given: NewExplanation,
): Promise<Date | undefined> {
  const { tenant, explanation, digest, now } = given
  const row = await tx
    .insertInto('explanations')
    .values({
      ...{ tenant, id: explanation.id, site: explanation.site, account: explanation.account, digest },
      ...{
        record_type: explanation.record.type,
        record_id: explanation.record.id,
        operation: explanation.operation,
      },
      ...{ body: given.text, recorded_at: now },
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('recorded_at')
    .executeTakeFirst()
  return row?.recorded_at
}
