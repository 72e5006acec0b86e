import type { Policy } from '../policy/bundle.ts'
import type { Decision } from '../policy/decision.ts'
import { budgetOf, evaluateWithin } from '../policy/override-budget.ts'
import { prepare } from '../policy/prepare.ts'
import type { Recalled } from './recall.ts'
import { wordsOnRecord } from './words-on-record.ts'
import type { ListsOf } from './words-on-record.ts'

export interface Replayed {
  readonly decision: Decision
  /** What was asked and is not on record; not empty = nobody knows what this policy would have decided. */
  readonly missing: readonly string[]
}

export interface Replayer {
  readonly policy: Policy
  replay(recalled: Recalled): Replayed
  /** Ids of the rules that asked for what is missing. */
  rulesMissing(recalled: Recalled): readonly string[]
}

const none: readonly string[] = []

/** One policy over decisions of the past: the same evaluation as everywhere, with the search of contents answered from the record. */
export function replayer(policy: Policy, listsOf: ListsOf): Replayer {
  const prepared = prepare({ ...policy, bundleVersion: 0, killed: [] })
  const searched = wordsOnRecord(policy, prepared.search, listsOf)
  const alone = new Map<string, Replayer>()
  // A policy that sets no budget for a rule takes a reason, whatever was used up under another.
  const limited = new Set(policy.rules.filter((rule) => budgetOf(rule) !== null).map(({ id }) => id))
  let current: Recalled
  const search = () => ({ get: (list: string) => searched(list, current) })
  const replaying = { ...prepared, search }

  function replay(recalled: Recalled): Replayed {
    const { action, facts, now, spent, missing } = recalled
    if (policy.disabledPacks?.includes(action.site)) return { decision: ungoverned, missing: none }
    current = recalled
    missing.clear()
    const decision = evaluateWithin(replaying, action, facts, {
      now,
      spent: spent.filter((rule) => limited.has(rule)),
    })
    return { decision, missing: missing.size === 0 ? none : [...missing] }
  }
  function withOnly(rules: Policy['rules']): Replayer {
    const key = rules[0]?.id ?? ''
    const known = alone.get(key) ?? replayer({ ...policy, rules }, listsOf)
    alone.set(key, known)
    return known
  }
  return {
    policy,
    replay,
    rulesMissing(recalled) {
      const surface = `${recalled.action.site}/${recalled.action.surface}`
      const workflow = prepared.workflows.get(surface)
      if (!workflow) return none
      // What the tier alone asks for is no rule's.
      const without = new Set(withOnly([]).replay(recalled).missing)
      return prepared
        .rulesFor(surface, workflow.id)
        .filter((rule) =>
          withOnly([rule])
            .replay(recalled)
            .missing.some((name) => !without.has(name)),
        )
        .map(({ id }) => id)
    },
  }
}

/** A pack that is switched off governs nothing. */
const ungoverned: Decision = {
  effect: 'allow',
  tier: null,
  workflow: null,
  obligations: [],
  reasons: [],
  tips: [],
  observed: [],
  trace: [],
  spends: [],
  words: {},
  bundleVersion: 0,
}
