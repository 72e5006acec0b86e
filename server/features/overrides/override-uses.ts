import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Bundle } from '../../../policy/bundle.ts'
import { budgetOf, windowStart } from '../../../policy/override-budget.ts'
import type { OverrideBudget } from '../../../policy/override-budget.ts'
import type { OverrideBudgets } from '../../../protocol/http/override-budgets.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'

export type Counted =
  | { readonly ok: true; readonly left: number }
  | { readonly ok: false; readonly reason: 'RULE_UNKNOWN' | 'OVERRIDE_BUDGET_SPENT' | 'USE_ID_TAKEN' }

/** Counts one override, if the person has one left. Two of their browsers at once are counted one after the other. */
export async function countUse(
  { store }: Parts,
  { tenant, person, device }: DevicePrincipal,
  { id, rule }: { readonly id: string; readonly rule: string },
): Promise<Counted> {
  return store.transact({ tenant }, async (tx, now) => {
    const row = await readBundle(tx, tenant, 'current')
    const found = row && bundleOf(row).rules.find((one) => one.id === rule)
    const budget = found && budgetOf(found)
    if (!budget) return { ok: false, reason: 'RULE_UNKNOWN' }
    await sql`select pg_advisory_xact_lock(hashtextextended(${`override ${tenant} ${person.id} ${rule}`}, 0))`.execute(
      tx,
    )
    const used = await usesIn(tx, { tenant, person: person.id, rule, budget, now })
    if (used.includes(id)) return { ok: true, left: Math.max(0, budget.limit - used.length) }
    if (used.length >= budget.limit) return { ok: false, reason: 'OVERRIDE_BUDGET_SPENT' }
    const inserted = await tx
      .insertInto('override_uses')
      .values({ tenant, id, person: person.id, rule, device, at: now })
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    const left = budget.limit - used.length
    if (inserted) return { ok: true, left: left - 1 }
    // Counted in the window before, and the answer was lost: it is the same override.
    return (await isOwn(tx, { tenant, id, person: person.id, rule }))
      ? { ok: true, left }
      : { ok: false, reason: 'USE_ID_TAKEN' }
  })
}

async function isOwn(
  tx: Transaction<Tables>,
  use: { readonly tenant: string; readonly id: string; readonly person: string; readonly rule: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('override_uses')
    .select('id')
    .where((where) => where.and(use))
    .executeTakeFirst()
  return row !== undefined
}

interface Use {
  readonly id: string
  readonly rule: string
}

/**
 * What was counted without contact, as it arrives. It has happened, so there is no limit to it; it counts from its
 * arrival, because the clock of a browser may be wrong on purpose.
 */
export async function noteUses(
  { store }: Parts,
  { tenant, person, device }: DevicePrincipal,
  uses: readonly Use[],
): Promise<void> {
  if (uses.length === 0) return
  await store.transact({ tenant }, async (tx, now) => {
    await tx
      .insertInto('override_uses')
      .values(uses.map(({ id, rule }) => ({ tenant, id, person: person.id, rule, device, at: now })))
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
      .execute()
  })
}

export async function budgetsOf(
  { store }: Parts,
  { tenant, person, device }: DevicePrincipal,
): Promise<OverrideBudgets> {
  return store.transact({ tenant }, async (tx, now) => {
    const row = await readBundle(tx, tenant, 'current')
    const budgets: OverrideBudgets['budgets'] = []
    for (const rule of row ? bundleOf(row).rules : []) {
      const budget = budgetOf(rule)
      if (!budget) continue
      const uses = await usesIn(tx, { tenant, person: person.id, rule: rule.id, budget, now })
      budgets.push({ rule: rule.id, limit: budget.limit, uses })
    }
    const other = await tx
      .selectFrom('devices')
      .select('id')
      .where('tenant', '=', tenant)
      .where('person', '=', person.id)
      .where('id', '!=', device)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return { isAlone: other === undefined, budgets }
  })
}

/** Rules of which this person has used up what they may. */
export async function spentBy(
  tx: Transaction<Tables>,
  tenant: string,
  { person, bundle, now }: { readonly person: string; readonly bundle: Bundle; readonly now: Date },
): Promise<string[]> {
  const spent: string[] = []
  for (const rule of bundle.rules) {
    const budget = budgetOf(rule)
    if (!budget) continue
    const uses = await usesIn(tx, { tenant, person, rule: rule.id, budget, now })
    if (uses.length >= budget.limit) spent.push(rule.id)
  }
  return spent
}

interface Counting {
  readonly tenant: string
  readonly person: string
  readonly rule: string
  readonly budget: OverrideBudget
  readonly now: Date
}

const mostTold = 1000

async function usesIn(
  tx: Transaction<Tables>,
  { tenant, person, rule, budget, now }: Counting,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('override_uses')
    .select('id')
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('rule', '=', rule)
    .where('at', '>=', new Date(windowStart(now.getTime(), budget.period)))
    .limit(mostTold)
    .execute()
  return rows.map(({ id }) => id)
}
