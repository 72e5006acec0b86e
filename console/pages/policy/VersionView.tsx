import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { JsonView } from '../../../components/ui/JsonView.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Rollout } from '../../../protocol/http/rollouts.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { goTo } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { draftFrom, keepDraft, textOfPolicy } from './draft.ts'
import { PublishDialog } from './PublishDialog.tsx'
import type { SavedDraft } from './use-autosave.ts'
import type { Outcome } from './use-publication.ts'
import { VersionCompare } from './VersionCompare.tsx'

interface VersionViewProps {
  readonly version: number
  readonly current: PolicyDocument
  readonly saved: SavedDraft
  readonly edits: boolean
  readonly openRollout: Rollout | null
  readonly onDone: (outcome: Outcome) => void
}

/** One version as it was, how it differs from any other, and the way back to it: at once, or as a draft to begin from. */
export function VersionView(props: VersionViewProps) {
  const { version, current, saved, edits, openRollout, onDone } = props
  const document = useResource(`version ${version}`, () => client.policyVersion(version))
  const [note, setNote] = useState<string | null>(null)
  const [isConflict, setConflict] = useState(false)
  return (
    <Loaded of={document}>
      {(shown) => (
        <div className="rules">
          {isConflict && <Notice kind="warn">{t('version.conflict', { version: current.version })}</Notice>}
          <Card
            title={t('version.number', { version: shown.version })}
            text={t('version.line', {
              at: formatDate(shown.issuedAt),
              by: shown.issuedBy?.name ?? t('version.starter'),
            })}
            actions={
              edits &&
              shown.version !== current.version && (
                <>
                  <Button
                    onClick={() => {
                      keepDraft({
                        ...draftFrom(current, saved.value?.draft ?? null),
                        basedOn: current.version,
                        text: textOfPolicy(shown.policy),
                        note: t('version.restore-note', { version }),
                      })
                      goTo('/policy/edit')
                    }}
                  >
                    {t('version.restore')}
                  </Button>
                  <Button
                    variant="primary"
                    onClick={() => setNote(t('version.restore-note', { version: shown.version }))}
                  >
                    {t('version.roll-back')}
                  </Button>
                </>
              )
            }
          >
            <VersionCompare shown={shown} current={current} />
          </Card>
          <Card title={t('version.text')}>
            <JsonView value={shown.policy} label={t('version.json')} />
          </Card>
          <PublishDialog
            policy={note === null ? null : shown.policy}
            basedOn={current.version}
            note={note ?? ''}
            current={current}
            openRollout={openRollout}
            onNote={setNote}
            onClose={() => setNote(null)}
            onDone={(outcome) => {
              setNote(null)
              setConflict(outcome.kind === 'conflict')
              onDone(outcome)
            }}
          />
        </div>
      )}
    </Loaded>
  )
}
