import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import { loosenings } from '../../../policy/loosening.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Rollout } from '../../../protocol/http/rollouts.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'
import { Loosenings } from './Loosenings.tsx'
import { readPlan, RolloutChoice, type PlanText } from './rollout/RolloutChoice.tsx'
import { usePublication, type Outcome } from './use-publication.ts'

interface PublishDialogProps {
  /** null = closed. */
  readonly policy: Policy | null
  readonly basedOn: number
  readonly note: string
  readonly current: PolicyDocument
  /** The rollout under way, which a publication for everybody ends. */
  readonly openRollout: Rollout | null
  readonly onNote: (note: string) => void
  readonly onClose: () => void
  readonly onDone: (outcome: Outcome) => void
}

/**
 * The last look before a version is published: what changes against the version in force, what that permits, and a
 * sentence why. What permits more goes to a second person instead; the server decides the same again.
 */
export function PublishDialog(props: PublishDialogProps) {
  const { policy, basedOn, note, current, openRollout, onNote, onClose, onDone } = props
  const { busy, failure, send, forget } = usePublication(onDone)
  const [plan, setPlan] = useState<PlanText | null>(null)
  const rollout = plan && readPlan(plan)
  const found = policy ? loosenings(current.policy, policy) : []
  const needsSecond = found.length > 0
  const textKey = plan === null ? 'publish.text' : 'publish.text-rings'
  return (
    <Dialog
      open={policy !== null}
      wide
      title={t(needsSecond ? 'propose.title' : 'publish.title', { version: current.version + 1 })}
      onClose={() => {
        forget()
        onClose()
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={plan !== null && rollout === null}
            onClick={() => policy && void send({ basedOn, note, policy, rollout }, needsSecond)}
          >
            {t(needsSecond ? 'propose.confirm' : 'publish.confirm')}
          </Button>
        </>
      }
    >
      {policy && <Loosenings loosenings={found} policies={[policy, current.policy]} />}
      <p>{t(needsSecond ? 'propose.text' : textKey, { version: current.version })}</p>
      {policy && <Differences differences={differencesBetween(current.policy, policy)} />}
      {openRollout ? (
        <Notice kind="warn">{t('rollout.ends', { version: openRollout.version })}</Notice>
      ) : (
        current.version > 0 && <RolloutChoice plan={plan} onChange={setPlan} />
      )}
      <Field
        label={t('publish.note')}
        hint={t(needsSecond ? 'propose.note-hint' : 'publish.note-hint')}
        optional
      >
        <TextArea
          value={note}
          maxLength={500}
          rows={2}
          ref={focusFirst}
          onChange={(event) => onNote(event.target.value)}
        />
      </Field>
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  )
}
