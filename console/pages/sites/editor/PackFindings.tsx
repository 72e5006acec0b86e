import { Icon } from '../../../../components/ui/Icon.tsx'
import { Spinner } from '../../../../components/ui/Spinner.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Finding } from '../../../../protocol/http/policy.ts'
import type { Failure } from '../../../call.ts'
import { FailureNotice } from '../../../FailureNotice.tsx'
import type { Path } from './edits.ts'
import type { PackDraft } from './use-pack-draft.ts'

interface PackFindingsProps {
  readonly checked: PackDraft['checked']
  readonly failure: Failure | null
  readonly onPlace: (path: Path) => void
}

/** Everything that is wrong, each with the way to its place; the same sentence stands at its field too. */
export function PackFindings({ checked, failure, onPlace }: PackFindingsProps) {
  const wrong = checked?.failure ?? failure
  return (
    <section className="site-findings" aria-label={t('findings.title')}>
      <div aria-live="polite">
        {checked === null ? <Spinner label={t('findings.checking')} /> : <p>{outcome(checked.findings)}</p>}
      </div>
      {wrong && <FailureNotice failure={wrong} />}
      {checked && checked.findings.length > 0 && (
        <ul>
          {checked.findings.map((finding, index) => (
            <li key={index} className={`site-finding site-finding-${finding.severity}`}>
              <Icon name={finding.severity === 'error' ? 'error' : 'warning'} />
              <span>
                <span className="ui-hidden">{t(`findings.${finding.severity}`)}: </span>
                <bdi>{finding.sentence}</bdi>
              </span>
              <button type="button" onClick={() => onPlace(finding.path)}>
                {t('sites.show')}
                <span className="ui-hidden"> {finding.sentence}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function outcome(findings: readonly Finding[]) {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (errors > 0) return t('findings.errors', { count: errors })
  return findings.length === 0 ? t('findings.none') : t('findings.only-warnings', { count: findings.length })
}
