import type { SitePack } from '../../protocol/site-pack.ts'
import type { Bundle } from '../bundle.ts'
import type { FactValue } from '../condition.ts'
import type { Rule } from '../rule.ts'
import type { Workflow } from '../workflow.ts'

/** Closed list; words for each are in the locale file under `lint.<CODE>`. */
export const lintCodes = [
  'DUPLICATE_ID',
  'SURFACE_BOUND_TWICE',
  'SURFACE_UNBOUND',
  'UNKNOWN_SURFACE',
  'UNKNOWN_SITE',
  'NOTHING_ENFORCES',
  'UNTIERED',
  'TIER_ABOVE_CEILING',
  'NO_APPROVERS',
  'MANY_OWNERS',
  'TIER4_UNBOUNDED',
  'TIER4_PRICING_UNBOUNDED',
  'UNKNOWN_KIND',
  'BAD_SETTINGS',
  'LIMITS_CROSSED',
  'ENDS_FIRST',
  'UNKNOWN_WORKFLOW',
  'UNKNOWN_LIST',
  'EMPTY_LIST',
  'UNKNOWN_OVERRIDE_CODE',
  'NO_OVERRIDE_REASONS',
  'UNKNOWN_FACT',
  'UNKNOWN_FIELD',
  'RULE_APPLIES_NOWHERE',
  'UNREACHABLE_RULE',
  'CONTRADICTION',
  'NEVER_PASSES',
] as const
export type LintCode = (typeof lintCodes)[number]

/** An error would stop people or let something through that was meant to be governed; a warning may be meant. */
export interface LintFinding {
  readonly level: 'error' | 'warning'
  readonly code: LintCode
  readonly workflow: string | null
  readonly rule: string | null
  readonly params: Readonly<Record<string, string | number>>
  /** An input that shows it, by fact (F80). */
  readonly example: Readonly<Record<string, FactValue | null>> | null
}

/** What is linted: a bundle, or the part of it an administrator edits. */
export type Linted = Pick<Bundle, 'workflows' | 'rules' | 'lists' | 'overrideReasons'>
export type Packs = readonly SitePack[]

type Rest = Partial<Pick<LintFinding, 'params' | 'example'>>

export function aboutWorkflow(
  level: LintFinding['level'],
  code: LintCode,
  { id }: Pick<Workflow, 'id'>,
  rest: Rest = {},
): LintFinding {
  return { level, code, workflow: id, rule: null, params: {}, example: null, ...rest }
}

export function aboutRule(
  level: LintFinding['level'],
  code: LintCode,
  { id }: Pick<Rule, 'id'>,
  rest: Rest = {},
): LintFinding {
  return { level, code, workflow: null, rule: id, params: {}, example: null, ...rest }
}

export function aboutAll(
  level: LintFinding['level'],
  code: LintCode,
  params: LintFinding['params'],
): LintFinding {
  return { level, code, workflow: null, rule: null, params, example: null }
}

/** Workflows a rule applies to, as `evaluate` sees it. */
export function workflowsOf(rule: Rule, { workflows }: Linted): readonly Workflow[] {
  if (rule.workflows.length === 0 && rule.surfaces.length === 0) return workflows
  return workflows.filter(
    (workflow) =>
      rule.workflows.includes(workflow.id) ||
      workflow.surfaces.some((surface) => rule.surfaces.includes(surface)),
  )
}

/** Surfaces on which a rule applies. */
export function surfacesOf(rule: Rule, linted: Linted): readonly string[] {
  const isEverywhere = rule.workflows.length === 0 && rule.surfaces.length === 0
  return workflowsOf(rule, linted).flatMap((workflow) =>
    workflow.surfaces.filter(
      (surface) => isEverywhere || rule.workflows.includes(workflow.id) || rule.surfaces.includes(surface),
    ),
  )
}
