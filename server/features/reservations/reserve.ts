import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import type { reservationSchema, reservedSchema } from '../../../protocol/http/devices.ts'
import type { Rule } from '../../../policy/rule.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { killedScopes } from '../kills/kill-store.ts'
import { bundleOf } from '../policy/bundle-store.ts'
import { bundleFor } from '../rollouts/rollout-store.ts'

type Given = z.infer<typeof reservationSchema>
type Reserved = z.infer<typeof reservedSchema>
export type Reservation =
  | { readonly ok: true; readonly reserved: Reserved }
  | { readonly ok: false; readonly reason: 'RULE_UNKNOWN' | 'RESERVATION_ID_TAKEN' | 'KILLED' }
  | { readonly ok: false; readonly reason: 'CAP_REACHED'; readonly remaining: number }

const capSchema = z.object({ perPeriod: z.number(), period: z.optional(z.enum(['hour', 'day', 'week'])) })

/** Takes from a counter that everybody shares. One statement adds and compares, so no two can pass the cap together (F51). */
export async function reserve(parts: Parts, from: DevicePrincipal, given: Given): Promise<Reservation> {
  const { tenant, person, device } = from
  return parts.store.transact({ tenant }, async (tx, now) => {
    const denied = async <Refusal extends Reservation & { ok: false }>(
      refusal: Refusal,
    ): Promise<Refusal> => {
      await recordServerEvent(
        { tx, now, newId: parts.newId },
        {
          ...{ tenant, type: 'reservation.denied', person: person.id },
          detail: { reservation: given.id, rule: given.rule, amount: given.amount, code: refusal.reason },
        },
      )
      return refusal
    }
    const before = await tx
      .selectFrom('reservations')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('id', '=', given.id)
      .executeTakeFirst()
    if (before !== undefined) {
      const isSame = before.device === device && before.rule === given.rule && before.amount === given.amount
      return isSame
        ? { ok: true, reserved: { ...given, remaining: before.remaining } }
        : denied({ ok: false, reason: 'RESERVATION_ID_TAKEN' })
    }
    const rule = await findRule(tx, from, given.rule)
    const cap = rule === null ? null : capOf(rule)
    if (rule === null || cap === null) return denied({ ok: false, reason: 'RULE_UNKNOWN' })
    if (isAllKilled(rule, await killedScopes(tx, tenant))) return denied({ ok: false, reason: 'KILLED' })
    const windowStart = await windowOf(tx, now, cap.period ?? 'day')
    const used = await take(tx, {
      tenant,
      rule: given.rule,
      windowStart,
      amount: given.amount,
      most: cap.perPeriod,
    })
    if (!used.isTaken) {
      return denied({ ok: false, reason: 'CAP_REACHED', remaining: Math.max(0, cap.perPeriod - used.total) })
    }
    const remaining = cap.perPeriod - used.total
    await tx
      .insertInto('reservations')
      .values({
        ...{
          tenant,
          id: given.id,
          rule: given.rule,
          amount: given.amount,
          remaining,
          device,
          person: person.id,
        },
        ...{ window_start: windowStart, at: now },
      })
      .execute()
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'reservation.granted', person: person.id },
        detail: { reservation: given.id, rule: given.rule, amount: given.amount, remaining },
      },
    )
    return { ok: true, reserved: { ...given, remaining } }
  })
}

async function findRule(
  tx: Transaction<Tables>,
  { tenant, device }: Pick<DevicePrincipal, 'tenant' | 'device'>,
  id: string,
): Promise<Rule | null> {
  const row = await bundleFor(tx, tenant, device)
  return (row && bundleOf(row).rules.find((one) => one.id === id && one.mode !== 'off')) ?? null
}

function capOf({ guardrail }: Rule) {
  return guardrail.kind === 'volume-cap' ? (capSchema.safeParse(guardrail.settings).data ?? null) : null
}

/** A share is asked for by rule alone, so only a stop of all that the rule can concern is known here; the rest is refused where the action is. */
function isAllKilled({ workflows, surfaces }: Rule, killed: readonly string[]): boolean {
  if (killed.includes('tenant')) return true
  return (
    workflows.length === 0 &&
    surfaces.length > 0 &&
    surfaces.every((surface) => killed.includes(`integration:${surface.split('/', 1)[0]}`))
  )
}

/** Start of the period in UTC, so that every node and every zone counts in the same window. */
async function windowOf(tx: Transaction<Tables>, now: Date, period: 'hour' | 'day' | 'week'): Promise<Date> {
  const found = await sql<{
    start: Date
  }>`select date_trunc(${period}, ${now}::timestamptz, 'UTC') as start`.execute(tx)
  return found.rows[0]?.start ?? now
}

interface Taking {
  readonly tenant: string
  readonly rule: string
  readonly windowStart: Date
  readonly amount: number
  readonly most: number
}

async function take(tx: Transaction<Tables>, taking: Taking): Promise<{ isTaken: boolean; total: number }> {
  const { tenant, rule, windowStart, amount, most } = taking
  await tx
    .insertInto('counters')
    .values({ tenant, rule, window_start: windowStart, used: 0 })
    .onConflict((conflict) => conflict.columns(['tenant', 'rule', 'window_start']).doNothing())
    .execute()
  const counter = { tenant, rule, window_start: windowStart }
  const taken = await tx
    .updateTable('counters')
    .set({ used: sql<number>`used + ${amount}::double precision` })
    .where((where) => where.and(counter))
    .where(sql<boolean>`used + ${amount}::double precision <= ${most}::double precision`)
    .returning('used')
    .executeTakeFirst()
  if (taken !== undefined) return { isTaken: true, total: taken.used }
  const present = await tx
    .selectFrom('counters')
    .select('used')
    .where((where) => where.and(counter))
    .executeTakeFirstOrThrow()
  return { isTaken: false, total: present.used }
}
