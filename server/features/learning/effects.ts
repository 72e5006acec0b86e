import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Effects } from '../../../protocol/http/effects.ts'
import type { Tables } from '../../database/tables.ts'

/**
 * What rules did to the decisions of a period, as it was recorded when they were made: a rule that only watches is counted
 * by what it said it would have done.
 */
export async function effectsSince(
  tx: Transaction<Tables>,
  tenant: string,
  from: Date,
): Promise<Omit<Effects, 'days'>> {
  const made = sql`event.tenant = ${tenant} and event.received_at >= ${from}
    and event.type in ('action.allowed', 'action.held', 'action.refused')`
  const decisions = await sql<{ workflow: string; count: number }>`
    select coalesce(workflow, '') as workflow, count(*)::int as count
    from audit_events as event where ${made} group by 1`.execute(tx)
  const items = await sql<Effects['items'][number]>`
    select reason ->> 'rule' as rule, part.mode, count(distinct event.position)::int as count,
      count(distinct event.person)::int as people
    from audit_events as event,
      lateral (values ('enforce', event.body #> '{detail,decision,reasons}'),
        ('tip', event.body #> '{detail,decision,tips}'),
        ('observe', event.body #> '{detail,decision,observed}')) as part (mode, list),
      lateral jsonb_array_elements(case jsonb_typeof(part.list) when 'array' then part.list else '[]' end) as reason
    where ${made} and reason ->> 'rule' is not null
    group by 1, 2`.execute(tx)
  return {
    decisions: Object.fromEntries(decisions.rows.map(({ workflow, count }) => [workflow, count])),
    items: items.rows,
  }
}
