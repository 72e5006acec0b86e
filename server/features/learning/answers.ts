import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'

/** What was answered to the rules in a period, counted by the database. */
export interface Answers {
  readonly held: readonly {
    readonly rule: string
    readonly count: number
    readonly values: readonly number[]
  }[]
  readonly overrides: readonly { readonly rule: string; readonly code: string; readonly count: number }[]
  readonly decided: readonly { readonly rule: string; readonly approved: number; readonly denied: number }[]
  readonly disputes: readonly { readonly rule: string; readonly count: number }[]
  readonly texts: readonly { readonly type: string; readonly rule: string; readonly text: string }[]
}

/** Numbers of a limit that are looked at to propose another one. */
const mostValues = 1000
const mostTexts = 5

export async function answersSince(
  tx: Transaction<Tables>,
  tenant: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Answers> {
  const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(tx)).rows
  const detail = sql`event.body -> 'detail'`
  const inPeriod = sql`event.tenant = ${tenant} and event.received_at >= ${from} and event.received_at < ${to}`
  return {
    held: await rows(sql<Answers['held'][number]>`
      select reason ->> 'rule' as rule, count(*)::int as count,
        coalesce((array_agg((reason -> 'params' ->> 'value')::float)
          filter (where jsonb_typeof(reason -> 'params' -> 'value') = 'number'))[1:${sql.lit(mostValues)}], '{}') as values
      from audit_events as event, jsonb_array_elements(${detail} -> 'decision' -> 'reasons') as reason
      where ${inPeriod} and event.type in ('action.held', 'action.refused') and reason ->> 'rule' is not null
      group by 1`),
    overrides: await rows(sql<Answers['overrides'][number]>`
      select ${detail} ->> 'rule' as rule, ${detail} ->> 'code' as code, count(*)::int as count
      from audit_events as event where ${inPeriod} and event.type in ('override.given', 'override.remembered') group by 1, 2`),
    disputes: await rows(sql<Answers['disputes'][number]>`
      select ${detail} ->> 'rule' as rule, count(*)::int as count
      from audit_events as event where ${inPeriod} and event.type = 'detection.disputed' group by 1`),
    texts: await rows(sql<Answers['texts'][number]>`
      select type, rule, text from (
        select event.type, ${detail} ->> 'rule' as rule, ${detail} ->> 'text' as text,
          row_number() over (partition by event.type, ${detail} ->> 'rule' order by event.position desc) as place
        from audit_events as event
        where ${inPeriod} and event.type in ('override.given', 'detection.disputed') and ${detail} ->> 'text' <> ''
      ) as said where place <= ${sql.lit(mostTexts)} order by place`),
    decided: await rows(sql<Answers['decided'][number]>`
      select step ->> 'rule' as rule,
        count(*) filter (where request.state not in ('denied'))::int as approved,
        count(*) filter (where request.state = 'denied')::int as denied
      from approval_requests as request, jsonb_array_elements(request.steps) as step
      where request.tenant = ${tenant} and request.decided_at >= ${from}
        and request.decided_at < ${to} and step ->> 'rule' is not null
        and request.state in ('approved', 'consumed', 'lapsed', 'denied')
      group by 1`),
  }
}
