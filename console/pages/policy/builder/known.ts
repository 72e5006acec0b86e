import type { Policy } from '../../../../policy/bundle.ts'

/** Groups and people that this policy already names, most used first. */
export function knownApprovers(policy: Policy): readonly string[] {
  return mostUsed([
    ...policy.workflows.flatMap((workflow) => workflow.approvers),
    ...policy.rules.flatMap((rule) => textsOf(rule.guardrail.settings['approvers'])),
  ])
}

/** Fields that this policy already names. */
export function knownFields(policy: Policy): readonly string[] {
  return mostUsed(policy.rules.flatMap((rule) => textsOf(rule.guardrail.settings['field'])))
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string')
}

function mostUsed(names: readonly string[]): readonly string[] {
  const uses = Map.groupBy(names, (name) => name)
  return [...uses].toSorted(([, left], [, right]) => right.length - left.length).map(([name]) => name)
}
