import { Icon } from '../../../components/ui/Icon.tsx'
import { t } from '../../../components/ui/words.ts'
import type { LinedFinding } from './lined-findings.ts'

const shownAtOnce = 3

interface FindingGroupProps {
  /** At least one; all of one severity and one sentence. */
  readonly findings: readonly LinedFinding[]
  readonly onLine: (line: number) => void
}

/** One sentence with a button for each place it is about. */
export function FindingGroup({ findings, onLine }: FindingGroupProps) {
  const [first] = findings
  if (!first) return null
  const rest = findings.slice(shownAtOnce)
  const places = (some: readonly LinedFinding[]) => (
    <ul className="finding-places">
      {some.map((finding, index) => (
        <li key={index}>
          <button type="button" onClick={() => onLine(finding.line)}>
            {t('findings.line', { line: finding.line })}
          </button>{' '}
          <bdi>{finding.place}</bdi>
        </li>
      ))}
    </ul>
  )
  return (
    <li className={`finding finding-${first.severity}`}>
      <Icon name={first.severity === 'error' ? 'error' : 'warning'} />
      <div>
        <span className="ui-hidden">{t(`findings.${first.severity}`)}: </span>
        <bdi>{first.sentence}</bdi>
        {places(findings.slice(0, shownAtOnce))}
        {rest.length > 0 && (
          <details>
            <summary>{t('findings.more', { count: rest.length })}</summary>
            {places(rest)}
          </details>
        )}
      </div>
    </li>
  )
}
