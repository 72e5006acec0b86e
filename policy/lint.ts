import { lintContradictions } from './lint/contradictions.ts'
import type { LintFinding, Linted, Packs } from './lint/lint-finding.ts'
import { lintReach } from './lint/reach.ts'
import { lintReferences } from './lint/references.ts'
import { lintRegister } from './lint/register.ts'

export type { LintCode, LintFinding, Linted } from './lint/lint-finding.ts'

/** What an administrator should know before publishing, errors first. Never changes what is decided. */
export function lintBundle(bundle: Linted, packs: Packs): LintFinding[] {
  const findings = [
    ...lintRegister(bundle, packs),
    ...lintReferences(bundle, packs),
    ...lintReach(bundle),
    ...lintContradictions(bundle),
  ]
  return findings.sort((left, right) => left.level.localeCompare(right.level))
}
