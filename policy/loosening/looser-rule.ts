import { childrenOf } from '../condition.ts'
import type { Condition } from '../condition.ts'
import type { OverrideChoice } from '../obligation.ts'
import type { Rule } from '../rule.ts'
import { implies, isSame } from './implies.ts'
import type { Compared, Loosening, LooseningCode, Place } from './loosening-finding.ts'
import { looserSettings } from './looser-settings.ts'

type Found = Pick<Loosening, 'code' | 'params'>

/** Facts that the register decides, so that a change there can switch a condition. */
const registerFacts = ['workflow', 'category', 'data-risk']

/** Where `after` holds less than `before` did at one place; both are rules of one id that are enforced there. */
export function looserRule(
  { before, after }: { readonly before: Rule; readonly after: Rule },
  place: Place,
  policies: { readonly before: Compared; readonly after: Compared },
): readonly Found[] {
  const found: Found[] = []
  const note = (code: LooseningCode, params: Found['params'] = {}) => found.push({ code, params })
  if (!implies(before.when, after.when) || isSwitched(after.when, place)) note('RULE_CONDITION_NARROWED')
  if (before.guardrail.kind !== after.guardrail.kind) {
    note('RULE_KIND_CHANGED', { before: before.guardrail.kind, after: after.guardrail.kind })
    return found
  }
  const [old, now] = [before.guardrail.settings, after.guardrail.settings]
  for (const setting of looserSettings(before.guardrail, after.guardrail))
    note('SETTING_LOOSER', { setting, before: textOf(old[setting]), after: textOf(now[setting]) })
  if (asksApproval(before)) {
    const from = approversOf(before, place.before.approvers)
    const to = approversOf(after, place.after.approvers)
    if (!to.every((name) => from.includes(name)))
      note('APPROVERS_WIDENED', { before: from.join(', '), after: to.join(', ') })
  }
  for (const list of namesIn(old['lists'])) {
    const lost = termsLost(list, namesIn(now['lists']), policies)
    if (lost !== null)
      note('LIST_SHORTENED', { list, count: lost.length, terms: lost.slice(0, 5).join(', ') })
  }
  if (isWidened(offered(before, policies.before), offered(after, policies.after))) note('CHOICES_WIDENED')
  return found
}

function isSwitched(condition: Condition | null, { before, after }: Place): boolean {
  if (condition === null || !factsIn(condition).some((fact) => registerFacts.includes(fact))) return false
  const read = ({ id, category, dataRisk }: Place['before']) => [id, category, dataRisk]
  return !isSame(read(before), read(after))
}

function factsIn(condition: Condition): readonly string[] {
  return 'fact' in condition ? [condition.fact] : childrenOf(condition).flatMap(factsIn)
}

/** Every kind that knows `useWithinMinutes` asks for an approval, restricted terms if they say so; the others have none to widen. */
function asksApproval({ guardrail: { kind, settings } }: Rule): boolean {
  if (kind === 'restricted-terms') return settings['approval'] === true
  return !['banned-terms', 'override-reason', 'required-review'].includes(kind)
}

function approversOf({ guardrail }: Rule, ofWorkflow: readonly string[]): readonly string[] {
  const own = namesIn(guardrail.settings['approvers'])
  return own.length > 0 ? own : ofWorkflow
}

/** The terms that are looked for no longer; null when all of them still are. A list that is not there is read by a person. */
function termsLost(
  list: string,
  kept: readonly string[],
  { before, after }: { readonly before: Compared; readonly after: Compared },
): readonly string[] | null {
  const old = termsOf(before, list)
  const now = termsOf(after, list)
  if (!kept.includes(list)) return old ?? []
  if (old === null || now === null) return old === now ? null : (old ?? [])
  const [names, more] = [exceptIn(before, list), exceptIn(after, list)]
  // Every term was enough, and now a name has to follow it.
  if (!names && more) return old
  const added = names && more ? more.filter((name) => !names.includes(name)) : []
  const lost = [...old.filter((term) => !now.includes(term)), ...added]
  return lost.length === 0 ? null : lost
}

/** The names beside which a list finds nothing; null where a term is enough. */
function exceptIn(policy: Compared, id: string): readonly string[] | null {
  const names = policy.lists.find((list) => list.id === id)?.unless
  return names === undefined ? null : (termsOf(policy, names) ?? [])
}

function termsOf({ lists }: Compared, id: string): readonly string[] | null {
  return lists.find((list) => list.id === id)?.terms.map(({ term }) => term) ?? null
}

/** null where the rule offers no reason at all: then nobody can go on. */
function offered({ guardrail }: Rule, { overrideReasons }: Compared): readonly OverrideChoice[] | null {
  const { kind, settings } = guardrail
  if (kind !== 'override-reason' && !(kind === 'banned-terms' && settings['allowOverride'] === true))
    return null
  const codes = namesIn(settings['codes'])
  return codes.length === 0 ? overrideReasons : overrideReasons.filter(({ code }) => codes.includes(code))
}

function isWidened(
  before: readonly OverrideChoice[] | null,
  after: readonly OverrideChoice[] | null,
): boolean {
  if (before === null || after === null) return false
  return !after.every((choice) =>
    before.some((known) => known.code === choice.code && (choice.needsText || !known.needsText)),
  )
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
