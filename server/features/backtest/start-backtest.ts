import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { z } from '../../../policy/zod.ts'
import type { BacktestPlan, backtestRequestSchema } from '../../../protocol/http/backtest.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { periodOf } from './period.ts'
import type { Period } from './period.ts'
import { isDecision } from './read-decisions.ts'

const mostPeople = 20_000
const mostVersions = 5000

/** What a run begins with. That it was begun is on the record: whoever runs it reads what everybody did. */
export async function startBacktest(
  parts: Parts,
  who: PersonPrincipal,
  given: z.infer<typeof backtestRequestSchema>,
): Promise<BacktestPlan | null> {
  const asked = periodOf(given)
  if (asked === null) return null
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    // What arrives while the run goes on is not of it, so that count and pages are of the same decisions.
    const period = { from: asked.from, to: asked.to < now ? asked.to : now }
    const counted = await tx
      .selectFrom('audit_events as event')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('event.tenant', '=', tenant)
      .where(isDecision)
      .where('event.received_at', '>=', period.from)
      .where('event.received_at', '<', period.to)
      .executeTakeFirstOrThrow()
    const { count } = counted
    const [from, to] = [period.from.toISOString(), period.to.toISOString()]
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      { tenant, type: 'backtest.started', person: person.id, detail: { from, to, decisions: count } },
    )
    return {
      ...{ from, to, count },
      versions: await versionsOf(tx, tenant),
      people: await peopleOf(tx, tenant),
      approvals: await approvalsIn(tx, tenant, period),
    }
  })
}

async function versionsOf(tx: Transaction<Tables>, tenant: string): Promise<BacktestPlan['versions']> {
  const rows = await tx
    .selectFrom('bundles')
    .select(['version', 'renews'])
    .where('tenant', '=', tenant)
    .orderBy('version', 'desc')
    .limit(mostVersions)
    .execute()
  return rows.map(({ version, renews }) => ({ version, policy: renews ?? version }))
}

async function peopleOf(tx: Transaction<Tables>, tenant: string): Promise<BacktestPlan['people']> {
  return tx
    .selectFrom('persons')
    .select(['id', 'name', 'email', 'groups'])
    .where('tenant', '=', tenant)
    .orderBy('name')
    .limit(mostPeople)
    .execute()
}

interface Measured {
  readonly decided: number
  readonly wait: number | null
  readonly considered: number
  readonly look: number | null
}

/** Measured, where there is anything: how long requests waited, and how long approvers looked at them. */
async function approvalsIn(
  tx: Transaction<Tables>,
  tenant: string,
  { from, to }: Period,
): Promise<BacktestPlan['approvals']> {
  const { rows } = await sql<Measured>`
    select count(*) as decided, count(considered_ms) as considered,
      percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at)::float8 * 1000) as wait,
      percentile_cont(0.5) within group (order by considered_ms) as look
    from approval_requests
    where tenant = ${tenant} and decided_by is not null
      and decided_at >= ${from}::timestamptz and decided_at < ${to}::timestamptz`.execute(tx)
  const [{ decided, wait, considered, look } = { decided: 0, wait: null, considered: 0, look: null }] = rows
  return { decided, medianWaitMs: wait, considered, medianConsideredMs: look }
}
