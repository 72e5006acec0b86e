import type { Policy } from '../../../../policy/bundle.ts'
import type { Rule } from '../../../../policy/rule.ts'
import type { ProposedEdit } from '../../../../protocol/http/learning.ts'
import { freeId } from '../builder/free-id.ts'

type Change = NonNullable<ProposedEdit['change']>

/** The policy with one proposed edit made; null when what it is about is no longer there. */
export function applyEdit(policy: Policy, ruleId: string, change: Change): Policy | null {
  const rule = policy.rules.find(({ id }) => id === ruleId)
  if (!rule) return null
  const put = (next: Rule): Policy => ({
    ...policy,
    rules: policy.rules.map((one) => (one === rule ? next : one)),
  })
  switch (change.kind) {
    case 'setting': {
      const { guardrail } = rule
      const settings = { ...guardrail.settings, [change.setting]: change.value }
      return put({ ...rule, guardrail: { ...guardrail, settings } })
    }
    case 'mode':
      return put({ ...rule, mode: change.mode })
    case 'reason': {
      const { overrideReasons } = policy
      if (overrideReasons.some(({ label }) => label === change.label)) return policy
      const code = freeId(
        change.label,
        overrideReasons.map((reason) => reason.code),
      )
      const added = {
        ...policy,
        overrideReasons: [...overrideReasons, { code, label: change.label, needsText: false }],
      }
      const { codes } = rule.guardrail.settings
      // A rule that names its reasons offers no other.
      if (!Array.isArray(codes) || codes.length === 0) return added
      const settings = { ...rule.guardrail.settings, codes: [...(codes as unknown[]), code] }
      const offering = { ...rule, guardrail: { ...rule.guardrail, settings } }
      return { ...added, rules: policy.rules.map((one) => (one === rule ? offering : one)) }
    }
    default:
      return change satisfies never
  }
}
