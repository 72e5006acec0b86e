import type { Action } from '../action.ts'
import { applierFor } from '../apply-rule.ts'
import { conditionHolds } from '../condition-holds.ts'
import type { TraceEntry } from '../decision.ts'
import { factOf } from '../fact.ts'
import { noFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { guardrails } from '../guardrails/registry.ts'
import { prepare } from '../prepare.ts'
import type { Probe } from '../probe.ts'
import type { Rule } from '../rule.ts'
import type { Workflow } from '../workflow.ts'
import { aboutRule, surfacesOf } from './lint-finding.ts'
import type { LintFinding, Linted } from './lint-finding.ts'

/** Pairs of rules that cannot both be meant, found by trying inputs around their limits (F80). */
export function lintContradictions(linted: Linted): LintFinding[] {
  const rules = linted.rules.filter(
    (rule) => rule.mode === 'enforce' && guardrails.get(rule.guardrail.kind)?.probes,
  )
  const surfaces = new Map(rules.map((rule) => [rule, new Set(surfacesOf(rule, linted))]))
  return rules.flatMap((first, index) =>
    rules.slice(index + 1).flatMap((second) => {
      if (!isComparable(first, second)) return []
      const shared = [...(surfaces.get(first) ?? [])].find((surface) => surfaces.get(second)?.has(surface))
      const workflow = linted.workflows.find((one) => shared !== undefined && one.surfaces.includes(shared))
      return shared !== undefined && workflow
        ? lintPair(first, second, { surface: shared, workflow, linted })
        : []
    }),
  )
}

/** Only rules about the same thing can contradict each other: one kind, one field, one unit. */
function isComparable(first: Rule, second: Rule): boolean {
  const aboutOf = ({ guardrail: { kind, settings } }: Rule) =>
    JSON.stringify([kind, settings['field'], settings['unit']])
  return aboutOf(first) === aboutOf(second)
}

interface Place {
  readonly surface: string
  readonly workflow: Workflow
  readonly linted: Linted
}

function lintPair(first: Rule, second: Rule, place: Place): LintFinding[] {
  const kind = guardrails.get(first.guardrail.kind)
  const probes = [first, second].flatMap((rule) => kind?.probes?.(rule.guardrail.settings as never) ?? [])
  const tried = probes.map((probe) => [first, second].map((rule) => tryRule(rule, probe, place)))
  const isRefused = tried.map((pair) => pair.map(({ finding }) => finding?.refuse === true))
  const params = { other: second.id }
  const exampleOf = (at: number) => ({ ...tried[at]?.[0]?.facts, ...tried[at]?.[1]?.facts })
  // Each leaves something, together they leave nothing.
  if (
    isRefused.every((pair) => pair.includes(true)) &&
    [0, 1].every((side) => isRefused.some((pair) => !pair[side]))
  )
    return [aboutRule('error', 'NEVER_PASSES', first, { params, example: exampleOf(0) })]
  // A rule whose condition is not met permits nothing: it says nothing.
  const at = tried.findIndex(
    (pair) =>
      pair.every(({ applies }) => applies) &&
      pair.some(({ finding }) => finding === null) &&
      pair.some(({ finding }) => finding?.refuse),
  )
  if (kind?.words.permits && at >= 0)
    return [aboutRule('error', 'CONTRADICTION', first, { params, example: exampleOf(at) })]
  return []
}

interface Tried {
  readonly applies: boolean
  readonly finding: Finding | null
  readonly facts: TraceEntry['facts']
}

function tryRule(rule: Rule, probe: Probe, { surface, workflow, linted }: Place): Tried {
  const [site = '', id = ''] = surface.split('/')
  const action: Action = { ...blank, site, surface: id, operation: id, ...probe.action }
  const source = { action, facts: noFacts, workflow }
  const prepared = prepare({ ...linted, bundleVersion: 0, killed: [] })
  const { finding, entry } = applierFor(prepared, source, probe.now ?? 0)(rule)
  const applies = rule.when === null || conditionHolds(rule.when, (fact) => factOf(fact, source)) !== false
  return { applies, finding, facts: entry.facts }
}

const blank: Action = {
  site: '',
  account: '',
  surface: '',
  operation: '',
  trigger: 'click',
  actor: 'person',
  record: null,
  fields: [],
  recipients: [],
  content: [],
  volume: null,
  unreadable: [],
}
