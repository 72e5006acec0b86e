import { Button } from '../../../components/ui/Button.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'

interface ConflictNoticeProps {
  readonly basedOn: number
  readonly current: PolicyDocument
  readonly onAdopt: () => void
}

/**
 * Someone published meanwhile: what they changed is shown, the own text stays, and going on from the new version is a
 * decision of the person, because it would undo those changes where the text does not have them.
 */
export function ConflictNotice({ basedOn, current, onAdopt }: ConflictNoticeProps) {
  const base = useResource(`version ${basedOn}`, () => client.policyVersion(basedOn))
  return (
    <Notice
      kind="warn"
      title={t('conflict.title', { version: current.version })}
      action={<Button onClick={onAdopt}>{t('conflict.adopt', { version: current.version })}</Button>}
    >
      <p>
        {t('conflict.text', {
          by: current.issuedBy?.name ?? t('version.starter'),
          at: formatDate(current.issuedAt),
          version: current.version,
          basedOn,
        })}
      </p>
      <details className="conflict-theirs">
        <summary>{t('conflict.theirs', { basedOn, version: current.version })}</summary>
        <Loaded of={base}>
          {(document) => <Differences differences={differencesBetween(document.policy, current.policy)} />}
        </Loaded>
      </details>
    </Notice>
  )
}
