import { Icon } from '../../../components/ui/Icon.tsx'
import { Spinner } from '../../../components/ui/Spinner.tsx'
import { t } from '../../../components/ui/words.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import type { ScannedJson } from './json-lines.ts'
import type { LinedFinding } from './lined-findings.ts'
import type { Checked } from './use-draft.ts'

interface FindingsProps {
  readonly json: ScannedJson | null
  readonly checked: Checked | null
  readonly findings: readonly LinedFinding[]
  readonly onLine: (line: number) => void
}

/** What is wrong with the text and where; each finding is a button that goes to its line. */
export function Findings({ json, checked, findings, onLine }: FindingsProps) {
  const isChecking = json === null || (json.ok && checked === null)
  return (
    <section className="findings" aria-label={t('findings.title')}>
      <div aria-live="polite" className="findings-state">
        {isChecking ? (
          <Spinner label={t('findings.checking')} />
        ) : findings.length === 0 && !checked?.failure ? (
          <p className="findings-none">
            <Icon name="check" /> {t('findings.none')}
          </p>
        ) : (
          <p>{t('findings.count', { count: findings.length })}</p>
        )}
      </div>
      {checked?.failure && <FailureNotice failure={checked.failure} />}
      <ul>
        {findings.map((finding, index) => (
          <li key={index}>
            <button
              type="button"
              className={`finding finding-${finding.severity}`}
              onClick={() => onLine(finding.line)}
            >
              <Icon name={finding.severity === 'error' ? 'error' : 'warning'} />
              <span>
                <span className="finding-place">
                  {t(`findings.${finding.severity}`, { line: finding.line })} <bdi>{finding.place}</bdi>
                </span>
                <bdi>{finding.sentence}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
