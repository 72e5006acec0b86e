import { bundleSchema, policySchema } from './bundle.ts'
import type { Bundle, Policy } from './bundle.ts'
import type { Rule } from './rule.ts'
import { settingsSchemaOf } from './settings-schema.ts'
import type { z } from './zod.ts'

/** One thing that is wrong, with the place as a path (`rules.3.guardrail.settings.limit`). */
export interface Problem {
  readonly path: string
  readonly message: string
  /** The validator's own name for it, with its values, for whoever says it in words; absent where `message` says all. */
  readonly issue?: { readonly keyword: string; readonly params: Readonly<Record<string, unknown>> }
}
export type Parsed<K extends string, T> =
  | ({ readonly ok: true } & Readonly<Record<K, T>>)
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Checks a bundle with the settings of every rule. A problem anywhere rejects all of it: there is no half policy. */
export function parseBundle(json: unknown): Parsed<'bundle', Bundle> {
  const parsed = bundleSchema.safeParse(json)
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues) }
  const problems = settingsProblems(parsed.data.rules)
  return problems.length ? { ok: false, problems } : { ok: true, bundle: parsed.data }
}

/** The same for the part an administrator edits. */
export function parsePolicy(json: unknown): Parsed<'policy', Policy> {
  const parsed = policySchema.safeParse(json)
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues) }
  const problems = settingsProblems(parsed.data.rules)
  return problems.length ? { ok: false, problems } : { ok: true, policy: parsed.data }
}

function settingsProblems(rules: readonly Rule[]): Problem[] {
  return rules.flatMap((rule, index) => {
    const path = `rules.${index}.guardrail`
    const schema = settingsSchemaOf(rule.guardrail.kind)
    if (!schema)
      return [{ path: `${path}.kind`, message: `There is no guardrail kind "${rule.guardrail.kind}".` }]
    const parsed = schema.safeParse(rule.guardrail.settings)
    return parsed.success ? [] : problemsOf(parsed.error.issues, `${path}.settings`)
  })
}

const mostProblems = 50

function problemsOf(issues: readonly z.core.$ZodIssue[], under?: string): Problem[] {
  return issues.slice(0, mostProblems).map((issue) => ({
    path: [...(under ? [under] : []), ...issue.path.map(String)].join('.'),
    message: issue.message,
    issue: { keyword: issue.code ?? '', params: { ...issue } },
  }))
}
