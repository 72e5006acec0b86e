import { budgetOf, windowEnd, windowStart } from '../../policy/override-budget.ts'
import type { OverrideBudget } from '../../policy/override-budget.ts'
import type { Fulfilment } from '../../policy/obligation.ts'
import { overrideBudgetsSchema, overrideUsedSchema } from '../../protocol/http/override-budgets.ts'
import type { BudgetView } from '../../protocol/memory.ts'
import type { HoldRow, OverrideUse, Values } from '../db/rows.ts'
import { readValue, writeValue } from '../db/values.ts'
import { isOnline, trustedNow } from '../fleet/contact.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'

type Known = Values['budgets'] | null
const longestWindow = 8 * 86_400_000

interface Standing {
  readonly known: Known
  readonly now: number
  readonly isOnline: boolean
}

async function standing(worker: Worker): Promise<Standing> {
  return {
    known: await readValue(worker.db, 'budgets'),
    now: await trustedNow(worker),
    isOnline: await isOnline(worker),
  }
}

/**
 * How many are left, as far as is known here. Without contact only the one browser of a person may count for itself:
 * where there are more, nobody can say what the others did, so nothing is left and somebody else decides.
 */
function leftOf(rule: string, { limit, period }: OverrideBudget, { known, now, isOnline }: Standing): number {
  if (!isOnline && !known?.isAlone) return 0
  const from = windowStart(now, period)
  const used = (known?.uses ?? []).filter((use) => use.rule === rule && use.at >= from).length
  return Math.max(0, limit - used)
}

function budgets({ active }: Worker) {
  return (active?.bundle.rules ?? []).flatMap((rule) => {
    const budget = budgetOf(rule)
    return budget ? [{ rule: rule.id, budget }] : []
  })
}

/** Rules for which an approval takes the place of a reason. A use that was counted for this hold is its own. */
export async function spentRules(
  worker: Worker,
  counted: readonly OverrideUse[],
  fulfilled: readonly Fulfilment[],
): Promise<string[]> {
  const all = budgets(worker)
  if (all.length === 0) return []
  const stands = await standing(worker)
  return all
    .filter(({ rule, budget }) => {
      // Asked for while nothing was left: what somebody approved needs no reason in the next window.
      if (fulfilled.some((done) => done.kind === 'approval' && done.rule === rule)) return true
      if (counted.some((use) => use.rule === rule && use.counted)) return false
      return leftOf(rule, budget, stands) === 0
    })
    .map(({ rule }) => rule)
}

export async function budgetsFor(
  worker: Worker,
  rules: readonly (string | null)[],
): Promise<Record<string, BudgetView>> {
  const all = budgets(worker).filter(({ rule }) => rules.includes(rule))
  if (all.length === 0) return {}
  const stands = await standing(worker)
  return Object.fromEntries(
    all.map(({ rule, budget }) => {
      const until = windowEnd(stands.now, budget.period)
      return [rule, { ...budget, left: leftOf(rule, budget, stands), until }]
    }),
  )
}

/**
 * Counts one override against the person's budget, at the server where it answers. The id is stored first, so that one
 * asked for twice counts once. `null`: nothing is left, or nobody can say.
 */
export async function countOverride(worker: Worker, row: HoldRow, rule: string): Promise<HoldRow | null> {
  const { db, environment } = worker
  const budget = budgets(worker).find((one) => one.rule === rule)?.budget
  const before = row.overrideUses ?? []
  const mine = before.find((use) => use.rule === rule) ?? { id: environment.newId(), rule, counted: false }
  if (!budget || mine.counted) return row
  const asked = { ...row, overrideUses: [...before.filter((use) => use !== mine), mine] }
  await db.holds.update(row.hold, { overrideUses: asked.overrideUses })
  const stands = await standing(worker)
  const answer = stands.isOnline
    ? await callServer(worker, {
        method: 'POST',
        path: '/v1/override-uses',
        body: { id: mine.id, rule },
        answer: overrideUsedSchema,
      })
    : null
  if (answer && !answer.ok && answer.reason === 'refused' && answer.status === 409) {
    await fetchBudgets(worker)
    return null
  }
  const isCounted = answer?.ok === true
  if (!isCounted && leftOf(rule, budget, { ...stands, isOnline: false }) === 0) return null
  await db.transaction('rw', db.values, db.holds, async () => {
    const { isAlone, uses } = (await readValue(db, 'budgets')) ?? { isAlone: false, uses: [] }
    const others = uses.filter(({ id }) => id !== mine.id)
    await writeValue(db, 'budgets', { isAlone, uses: [...others, { id: mine.id, rule, at: stands.now }] })
    await db.holds.update(row.hold, { overrideUses: asUsed(asked.overrideUses, mine.id) })
  })
  return { ...asked, overrideUses: asUsed(asked.overrideUses, mine.id) }
}

function asUsed(uses: readonly OverrideUse[], id: string): OverrideUse[] {
  return uses.map((use) => (use.id === id ? { ...use, counted: true } : use))
}

/** What this person has used on all their browsers, together with what the server has not heard of yet. */
export async function fetchBudgets(worker: Worker): Promise<void> {
  if (budgets(worker).length === 0) return
  const answer = await callServer(worker, {
    method: 'GET',
    path: '/v1/override-budgets',
    answer: overrideBudgetsSchema,
  })
  if (!answer.ok) return
  const { db } = worker
  const now = await trustedNow(worker)
  const { isAlone, budgets: told } = answer.value
  await db.transaction('rw', db.values, async () => {
    const known = (await readValue(db, 'budgets'))?.uses ?? []
    const heard = told.flatMap(({ rule, uses }) =>
      uses.map((id) => ({ id, rule, at: known.find((use) => use.id === id)?.at ?? now })),
    )
    const own = known.filter(({ id, at }) => at > now - longestWindow && !heard.some((use) => use.id === id))
    await writeValue(db, 'budgets', { isAlone, uses: [...heard, ...own] })
  })
}
