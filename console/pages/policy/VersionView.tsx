import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { JsonView } from '../../../components/ui/JsonView.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { goTo } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'
import { keepDraft, textOfPolicy } from './draft.ts'

interface VersionViewProps {
  readonly version: number
  readonly current: PolicyDocument
  readonly edits: boolean
}

/** One version as it was, what has changed since, and the way back to it (as a draft, never at once). */
export function VersionView({ version, current, edits }: VersionViewProps) {
  const document = useResource(`version ${version}`, () => client.policyVersion(version))
  return (
    <Loaded of={document}>
      {(shown) => (
        <div className="rules">
          <Card
            title={t('version.number', { version: shown.version })}
            text={t('version.line', {
              at: formatDate(shown.issuedAt),
              by: shown.issuedBy?.name ?? t('version.starter'),
            })}
            actions={
              edits &&
              shown.version !== current.version && (
                <Button
                  onClick={() => {
                    keepDraft({
                      basedOn: current.version,
                      text: textOfPolicy(shown.policy),
                      note: t('version.restore-note', { version }),
                    })
                    goTo('/policy/edit')
                  }}
                >
                  {t('version.restore')}
                </Button>
              )
            }
          >
            {shown.version === current.version ? (
              <p>{t('version.is-current')}</p>
            ) : (
              <>
                <h3>{t('version.since', { version: shown.version, current: current.version })}</h3>
                <Differences differences={differencesBetween(shown.policy, current.policy)} />
              </>
            )}
          </Card>
          <Card title={t('version.text')}>
            <JsonView value={shown.policy} label={t('version.json')} />
          </Card>
        </div>
      )}
    </Loaded>
  )
}
