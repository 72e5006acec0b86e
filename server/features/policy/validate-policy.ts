import decisionWords from '../../../locales/en/decision.json' with { type: 'json' }
import type { Policy } from '../../../policy/bundle.ts'
import { lintBundle } from '../../../policy/lint.ts'
import type { LintFinding } from '../../../policy/lint.ts'
import { parsePolicy } from '../../../policy/parse-bundle.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { Finding } from '../../../protocol/http/policy.ts'
import { sentenceOf } from '../../http/validation-sentence.ts'
import { packsOf } from '../../../sites/registry.ts'
import { fill } from '../../words.ts'

export type Validated =
  | { readonly ok: true; readonly policy: Policy; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** Everything that is wrong with a policy an administrator wrote. Errors stop publishing, warnings do not. */
export function validatePolicy(given: unknown, packs: readonly SitePack[]): Validated {
  const parsed = parsePolicy(given)
  if (!parsed.ok) {
    const findings = parsed.problems.map((problem) => ({
      severity: 'error' as const,
      code: 'SCHEMA',
      path: pathOf(problem.path),
      sentence: problem.issue
        ? sentenceOf({ ...problem.issue, instancePath: `/${problem.path.replaceAll('.', '/')}` })
        : problem.message,
    }))
    return { ok: false, findings }
  }
  const { policy } = parsed
  // A disabled pack still exists: what binds its surfaces is no mistake, it only waits.
  const known = packsOf({ good: packs, bad: [] }, { packs: policy.packs }).good
  const findings = lintBundle(policy, known).map((finding) => inWords(finding, policy))
  return findings.some((finding) => finding.severity === 'error')
    ? { ok: false, findings }
    : { ok: true, policy, findings }
}

function inWords({ level, code, rule, workflow, params }: LintFinding, policy: Policy): Finding {
  const place =
    rule === null
      ? policy.workflows.findIndex((one) => one.id === workflow)
      : policy.rules.findIndex((one) => one.id === rule)
  const path = place < 0 ? [] : [rule === null ? 'workflows' : 'rules', place]
  return { severity: level, code, path, sentence: fill(decisionWords[`lint.${code}`], params) }
}

function pathOf(path: string): (string | number)[] {
  return path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
