import { looserRule } from './loosening/looser-rule.ts'
import { isSame } from './loosening/implies.ts'
import type { Compared, Loosening, Place } from './loosening/loosening-finding.ts'
import { prepare } from './prepare.ts'
import type { PreparedSlice } from './prepare.ts'
import type { Rule } from './rule.ts'
import { ceilingOf } from './tier.ts'
import type { Workflow } from './workflow.ts'

export { looseningCodes } from './loosening/loosening-finding.ts'
export type { Compared, Loosening, LooseningCode } from './loosening/loosening-finding.ts'

/**
 * Everywhere the second policy permits something that the first held or refused. Computed, never declared; where it cannot
 * be shown that nothing became looser, it says so. Empty = a tightening (F73).
 */
export function loosenings(before: Compared, after: Compared): readonly Loosening[] {
  const [old, now] = [preparedOf(before), preparedOf(after)]
  const found = new Map<string, Loosening>()
  const note = (one: Loosening) => found.set(JSON.stringify(one), one)
  for (const [surface, workflow] of now.workflows) {
    const known = old.workflows.get(surface)
    if (!workflow.tier) continue
    if (!known?.tier) {
      note(about('SURFACE_OPENED', { workflow: workflow.id, params: { surface, after: workflow.name } }))
      continue
    }
    const place = { surface, before: known, after: workflow }
    for (const each of atPlace(place, { old, now, before, after })) note(each)
  }
  for (const each of everywhere(before, after)) note(each)
  return [...found.values()]
}

function about(code: Loosening['code'], rest: Partial<Omit<Loosening, 'code'>>): Loosening {
  return { code, rule: null, workflow: null, params: {}, ...rest }
}

interface Both {
  readonly old: PreparedSlice
  readonly now: PreparedSlice
  readonly before: Compared
  readonly after: Compared
}

function atPlace(place: Place, { old, now, before, after }: Both): readonly Loosening[] {
  const found: Loosening[] = []
  const { surface } = place
  const [from, to] = [tierOf(place.before), tierOf(place.after)]
  if (isFreer(from, to))
    found.push(about('TIER_CHANGED', { workflow: place.after.id, params: { before: from, after: to } }))
  if (from === 3 && to === 3) found.push(...widerApprovers(place))
  const present = now.rulesFor(surface, place.after.id)
  for (const rule of enforced(old.rulesFor(surface, place.before.id))) {
    const standing = comparedAt(rule, present, after)
    if ('code' in standing) {
      found.push(about(standing.code, { rule: rule.id, params: standing.params }))
      continue
    }
    for (const { code, params } of looserRule({ before: rule, after: standing.rule }, place, {
      before,
      after,
    }))
      found.push(about(code, { rule: rule.id, params }))
  }
  if (from === 4 && to === 4) found.push(...offlineQuota(place, old, present))
  return found
}

/** The same rule as it is enforced there now, or why it is not. */
function comparedAt(
  { id, mode }: Rule,
  present: readonly Rule[],
  { rules }: Compared,
): { readonly rule: Rule } | Pick<Loosening, 'code' | 'params'> {
  const here = present.find((rule) => rule.id === id && rule.mode === 'enforce')
  if (here) return { rule: here }
  const anywhere = rules.find((rule) => rule.id === id)
  if (!anywhere) return { code: 'RULE_REMOVED', params: {} }
  return anywhere.mode === 'enforce'
    ? { code: 'RULE_SCOPE_NARROWED', params: {} }
    : { code: 'RULE_MODE_LOWERED', params: { before: mode, after: anywhere.mode } }
}

/** Tier 3 asks for an approval of everything, so leaving it in either direction frees something. */
function isFreer(from: number, to: number): boolean {
  return from !== to && !(from === 2 && to === 1) && !(from === 4 && to === 3)
}

function tierOf({ tier, category }: Workflow): number {
  return Math.min(tier ?? 0, ceilingOf(category))
}

function widerApprovers({ before, after }: Place): readonly Loosening[] {
  if (after.approvers.every((name) => before.approvers.includes(name))) return []
  const params = { before: before.approvers.join(', '), after: after.approvers.join(', ') }
  return [about('APPROVERS_WIDENED', { workflow: after.id, params })]
}

/** Without contact an autonomous action goes on inside a reserved share: a new shared cap is a new share. */
function offlineQuota(place: Place, old: PreparedSlice, present: readonly Rule[]): readonly Loosening[] {
  const known = enforced(old.rulesFor(place.surface, place.before.id)).filter(hasShare)
  return enforced(present)
    .filter(hasShare)
    .filter((rule) => !known.some((one) => one.id === rule.id && isSame(one.when, rule.when)))
    .map((rule) => about('OFFLINE_QUOTA', { rule: rule.id, workflow: place.after.id }))
}

function hasShare({ guardrail: { kind, settings } }: Rule): boolean {
  return kind === 'volume-cap' && settings['perPeriod'] !== undefined
}

function enforced(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter((rule) => rule.mode === 'enforce')
}

/** What is not of one place: what a page does alone, what it sees, and what is stopped. */
function everywhere(before: Compared, after: Compared): readonly Loosening[] {
  const found: Loosening[] = []
  if (before.whenUnavailable === 'hold' && after.whenUnavailable === 'allow')
    found.push(about('UNAVAILABLE_ALLOWED', {}))
  // What a pack finds on a page cannot be compared: it can only be the same.
  if (!isSame(before.packs, after.packs)) found.push(about('PACK_CHANGED', {}))
  for (const pack of after.disabledPacks ?? [])
    if (!before.disabledPacks?.includes(pack)) found.push(about('PACK_DISABLED', { params: { pack } }))
  for (const scope of before.killed ?? [])
    if (after.killed && !after.killed.includes(scope))
      found.push(about('STOP_DROPPED', { params: { scope } }))
  return found
}

function preparedOf({ workflows, rules, lists, overrideReasons }: Compared): PreparedSlice {
  return prepare({ bundleVersion: 0, workflows, rules, lists, overrideReasons, killed: [] })
}
