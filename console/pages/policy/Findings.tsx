import { Icon } from '../../../components/ui/Icon.tsx'
import { Spinner } from '../../../components/ui/Spinner.tsx'
import { t } from '../../../components/ui/words.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { FindingGroup } from './FindingGroup.tsx'
import type { ScannedJson } from './json-lines.ts'
import type { LinedFinding } from './lined-findings.ts'
import type { Checked } from './use-checked.ts'

interface FindingsProps {
  readonly json: ScannedJson | null
  readonly checked: Checked | null
  readonly findings: readonly LinedFinding[]
  readonly onLine: (line: number) => void
}

/** What is wrong with the text and where. The same sentence about many places is said once. */
export function Findings({ json, checked, findings, onLine }: FindingsProps) {
  const isChecking = json === null || (json.ok && checked === null)
  const groups = Map.groupBy(findings, ({ severity, sentence }) => `${severity} ${sentence}`)
  return (
    <section className="findings" aria-label={t('findings.title')} tabIndex={0}>
      <div aria-live="polite" className="findings-state">
        {isChecking ? (
          <Spinner label={t('findings.checking')} />
        ) : (
          !checked?.failure && <p>{outcome(findings)}</p>
        )}
      </div>
      {checked?.failure && <FailureNotice failure={checked.failure} />}
      <ul>
        {[...groups].map(([key, group]) => (
          <FindingGroup key={key} findings={group} onLine={onLine} />
        ))}
      </ul>
    </section>
  )
}

function outcome(findings: readonly LinedFinding[]) {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (errors > 0) return t('findings.errors', { count: errors })
  return (
    <span className="findings-none">
      <Icon name="check" />
      {findings.length === 0 ? t('findings.none') : t('findings.only-warnings', { count: findings.length })}
    </span>
  )
}
