import type { Policy } from '../../../policy/bundle.ts'
import { parsePolicy } from '../../../policy/parse-bundle.ts'
import type { Finding } from '../../../protocol/http/policy.ts'

export type Validated =
  | { readonly ok: true; readonly policy: Policy; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** Everything that is wrong with a policy an administrator wrote. Errors stop publishing, warnings do not. */
export function validatePolicy(given: unknown): Validated {
  const parsed = parsePolicy(given)
  if (!parsed.ok) {
    const findings = parsed.problems.map((problem) => ({
      severity: 'error' as const,
      code: 'SCHEMA',
      path: pathOf(problem.path),
      sentence: problem.message,
    }))
    return { ok: false, findings }
  }
  return { ok: true, policy: parsed.policy, findings: [] }
}

function pathOf(path: string): (string | number)[] {
  return path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
