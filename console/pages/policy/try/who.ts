import { sumOf } from '../../../../backtest/report.ts'
import type { Compared, Report } from '../../../../backtest/report.ts'
import { t } from '../../../../components/ui/words.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'

export interface WhoRow {
  readonly key: string
  readonly name: string
  readonly compared: Compared
}

/** The most decisions first. */
export function byPerson({ people }: Report, plan: BacktestPlan): readonly WhoRow[] {
  const names = new Map(plan.people.map(({ id, name }) => [id, name]))
  const rows = [...people].map(([key, compared]) => ({
    ...{ key, compared, name: names.get(key) ?? t('try.unknown-person') },
  }))
  return rows.toSorted((left, right) => weightOf(right) - weightOf(left))
}

/** Whoever is in two groups counts in both, so groups do not add up to the whole. */
export function byGroup({ people }: Report, plan: BacktestPlan): readonly WhoRow[] {
  const groups = new Map<string, Compared[]>()
  const known = new Map(plan.people.map((person) => [person.id, person.groups]))
  for (const [id, compared] of people) {
    const named = known.get(id) ?? []
    for (const group of named.length > 0 ? named : [''])
      groups.set(group, [...(groups.get(group) ?? []), compared])
  }
  const rows = [...groups].map(([key, all]) => ({
    ...{ key, name: key === '' ? t('try.no-group') : key, compared: sumOf(all) },
  }))
  return rows.toSorted((left, right) => weightOf(right) - weightOf(left))
}

export function countOf({ now, unknowable }: Compared): number {
  return Object.values(now).reduce((sum, count) => sum + count, unknowable)
}

function weightOf({ compared }: WhoRow): number {
  return countOf(compared)
}
