import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Action } from '../../policy/action.ts'
import type { Bundle } from '../../policy/bundle.ts'
import type { Decision } from '../../policy/decision.ts'
import { effectOf } from '../../policy/effect.ts'
import type { Facts } from '../../policy/facts.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Workflow } from '../../policy/workflow.ts'
import starter from '../../policy/starter/starter-policy.json' with { type: 'json' }
import { buildAction, buildBundle, buildFacts, buildRule, buildWorkflow, noon } from '../policy/build.ts'

/** What a case may state; the rest comes from the file's `given` and from the builders. `$this` is the action's own effect. */
interface Patch {
  /** The policy is the one the server starts with. What no control is tied to yet gets one, as an administrator does who has it. */
  readonly starter?: true
  /** The workflow of the starter policy whose described control is used. */
  readonly bind?: string
  readonly bundle?: Partial<Omit<Bundle, 'workflows'>> & { readonly workflows?: readonly Partial<Workflow>[] }
  readonly workflow?: Partial<Workflow>
  readonly rule?: Rule['guardrail']
  readonly settings?: Record<string, unknown>
  readonly rulePatch?: Partial<Rule>
  readonly action?: Partial<Action>
  readonly facts?: Partial<Facts>
  readonly now?: string
}
interface Expected {
  readonly effect: string
  readonly tier: number | null
  readonly obligations: readonly string[]
  readonly reasons: readonly string[]
  readonly tips?: readonly string[]
  readonly observed?: readonly string[]
  readonly matches?: readonly string[]
  readonly spends?: Decision['spends']
  readonly approvers?: readonly string[]
}
export interface SpecificationCase {
  readonly file: string
  readonly name: string
  readonly bundle: Bundle
  readonly action: Action
  readonly facts: Facts
  readonly now: number
  readonly expected: Expected
}

/** Every case of every file, completed. */
export function specificationCases(): SpecificationCase[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const { given, cases } = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as {
        given: Patch
        cases: (Patch & { name: string; expected: Expected })[]
      }
      return cases.map(({ name: title, expected, ...patch }) => ({
        file: name.replace('.json', ''),
        name: title,
        expected,
        ...complete(given, patch),
      }))
    })
}

function complete(
  given: Patch,
  patch: Patch,
): Pick<SpecificationCase, 'bundle' | 'action' | 'facts' | 'now'> {
  const { rule, workflow, bundle, action, facts, now, bind } = { ...given, ...patch }
  const settings = Object.entries({ ...rule?.settings, ...patch.settings }).filter(
    ([, value]) => value !== null,
  )
  const done = buildAction({ ...(bind && { surface: bind, operation: `${bind}.run` }), ...action })
  const withEffect = (facts?.fulfilled ?? []).map((one) =>
    one.effect === '$this' ? { ...one, effect: effectOf(done) } : one,
  )
  return {
    action: done,
    facts: buildFacts({ ...facts, fulfilled: withEffect }),
    now: now ? Date.parse(now) : noon,
    bundle: given.starter
      ? started
      : buildBundle({
          ...bundle,
          workflows: bundle?.workflows?.map(buildWorkflow) ?? [buildWorkflow(workflow)],
          rules: rule
            ? [buildRule(rule.kind, Object.fromEntries(settings), { id: 'rule', ...patch.rulePatch })]
            : [],
        }),
  }
}

const started = buildBundle({
  ...(starter as unknown as Bundle),
  workflows: (starter as unknown as Bundle).workflows.map((workflow) =>
    workflow.surfaces.length > 0 ? workflow : { ...workflow, surfaces: [`tryton/${workflow.id}`] },
  ),
})

/** What can be compared of a decision: only what the case states. */
export function told(decision: Decision, expected: Expected): Expected {
  const codes = (reasons: Decision['reasons']) => reasons.map((reason) => reason.code).sort()
  return {
    effect: decision.effect,
    tier: decision.tier,
    obligations: decision.obligations.map((obligation) => obligation.kind).sort(),
    reasons: codes(decision.reasons),
    ...(expected.tips && { tips: codes(decision.tips) }),
    ...(expected.observed && { observed: codes(decision.observed) }),
    ...(expected.matches && {
      matches: decision.reasons.flatMap((reason) => reason.matches.map((match) => match.text)).sort(),
    }),
    ...(expected.spends && { spends: decision.spends }),
    ...(expected.approvers && {
      approvers: decision.obligations.flatMap((one) => (one.kind === 'approval' ? one.approvers : [])).sort(),
    }),
  }
}

export interface Outcome {
  readonly file: string
  readonly name: string
  readonly expected: Expected
  readonly actual: Expected
}

/**
 * Runs every case through something that decides as `evaluate` does (page slice, worker, server), and returns what was
 * expected beside what came.
 */
export async function runCases(
  evaluateLike: (given: SpecificationCase) => Decision | Promise<Decision>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const one of specificationCases()) {
    const { file, name } = one
    const expected = sorted(one.expected)
    outcomes.push({ file, name, expected, actual: told(await evaluateLike(one), expected) })
  }
  return outcomes
}

export function sorted(expected: Expected): Expected {
  return {
    ...expected,
    obligations: [...expected.obligations].sort(),
    reasons: [...expected.reasons].sort(),
    ...(expected.matches && { matches: [...expected.matches].sort() }),
  }
}
