import { formatNumber, t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Rule } from '../../../policy/rule.ts'
import type { Effects } from '../../../protocol/http/effects.ts'

interface RuleEffectProps {
  readonly rule: Rule
  readonly policy: Policy
  readonly effects: Effects
}

/** What the rule did, or would have done, to the decisions it applies to: a number to decide on its next mode by. */
export function RuleEffect({ rule, policy, effects: { decisions, items, days } }: RuleEffectProps) {
  if (rule.mode === 'off') return null
  const all = workflowsOf(rule, policy).reduce((sum, workflow) => sum + (decisions[workflow] ?? 0), 0)
  const found = items.find((one) => one.rule === rule.id && one.mode === rule.mode)
  const params = { all: formatNumber(all), days: formatNumber(days) }
  const share = found && all > 0 ? Math.min(1, found.count / all) : 0
  return (
    <div className="rule-effect">
      <span className="rule-effect-bar" aria-hidden="true">
        <i data-mode={rule.mode} style={{ inlineSize: `${100 * share}%` }} />
      </span>
      <span>
        {found
          ? t(`effect.${rule.mode}`, {
              ...params,
              count: formatNumber(found.count),
              people: formatNumber(found.people),
            })
          : t(all === 0 ? 'effect.unmeasured' : 'effect.none', params)}
      </span>
    </div>
  )
}

function workflowsOf({ workflows, surfaces }: Rule, policy: Policy): readonly string[] {
  if (workflows.length + surfaces.length === 0) return policy.workflows.map(({ id }) => id)
  return policy.workflows
    .filter(({ id, surfaces: own }) => workflows.includes(id) || own.some((one) => surfaces.includes(one)))
    .map(({ id }) => id)
}
