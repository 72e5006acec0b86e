import { randomUUID } from 'node:crypto'
import { json, problem } from './fake-answers.ts'

/** The two routes that count a person's own overrides, as the fake server answers them. */
export function createFakeOverrides() {
  const uses = new Map<string, Set<string>>()
  const overrides = {
    limit: 2,
    /** Whether the rep has this browser only. */
    isAlone: true,
    /** As many overrides of this rule as another browser of the same person made. */
    use(rule: string, count: number) {
      uses.set(rule, new Set(Array.from({ length: count }, () => randomUUID())))
    },
    answer(path: string, body: unknown): Response | null {
      if (path === '/v1/override-uses') return count(body as { id: string; rule: string })
      if (path !== '/v1/override-budgets') return null
      const budgets = [...uses].map(([rule, ids]) => ({ rule, limit: overrides.limit, uses: [...ids] }))
      return json(200, { isAlone: overrides.isAlone, budgets })
    },
  }
  function count({ id, rule }: { id: string; rule: string }): Response {
    const ids = uses.get(rule) ?? new Set<string>()
    if (!ids.has(id) && ids.size >= overrides.limit) return problem(409, 'OVERRIDE_BUDGET_SPENT')
    uses.set(rule, ids.add(id))
    return json(201, { left: overrides.limit - ids.size })
  }
  return overrides
}
