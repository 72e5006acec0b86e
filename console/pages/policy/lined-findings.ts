import { t } from '../../../components/ui/words.ts'
import type { ScannedJson } from './json-lines.ts'
import type { Checked } from './use-checked.ts'

export interface LinedFinding {
  readonly severity: 'error' | 'warning'
  readonly line: number
  /** Where in the policy, for instance `rules › 3 › name`; empty for the whole text. */
  readonly place: string
  readonly sentence: string
}

/** Findings with the line each one points at, errors first; a mistake in the JSON itself is the only one of its text. */
export function linedFindings(json: ScannedJson | null, checked: Checked | null): readonly LinedFinding[] {
  if (!json) return []
  if (!json.ok)
    return [{ severity: 'error', line: json.line, place: '', sentence: t(`json.${json.expected}`) }]
  return (checked?.findings ?? [])
    .map((finding) => ({
      severity: finding.severity,
      line: json.lineOf(finding.path),
      place: finding.path.map((part) => (typeof part === 'number' ? part + 1 : part)).join(' › '),
      sentence: finding.sentence,
    }))
    .toSorted((left, right) => left.severity.localeCompare(right.severity) || left.line - right.line)
}
