import { useState, type KeyboardEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Digest } from '../../../components/ui/Digest.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'
import type { Failure } from '../../call.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { ActionSummary } from './ActionSummary.tsx'
import type { Decision } from './DecisionBar.tsx'

interface DecisionDialogProps {
  readonly view: ApprovalView
  /** null = closed. The dialog stays mounted, so that the platform can give the focus back on closing. */
  readonly asking: Decision | null
  /** Answers null when the decision was taken. */
  readonly onConfirm: (decision: Decision, note: string) => Promise<Failure | null>
  readonly onClose: () => void
}

/** Confirms one decision about one exact action. Approving starts on its button, denying on the note. */
export function DecisionDialog({ view, asking, onConfirm, onClose }: DecisionDialogProps) {
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const decision = asking ?? 'approve'
  const approving = decision === 'approve'

  async function confirm() {
    if (busy) return
    setBusy(true)
    setFailure(await onConfirm(decision, note))
    setBusy(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
    event.preventDefault()
    void confirm()
  }

  return (
    <Dialog
      open={asking !== null}
      title={t(`decision.${decision}.title`)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant={approving ? 'primary' : 'danger'}
            busy={busy}
            onClick={() => void confirm()}
            ref={approving ? focusFirst : null}
          >
            {t(`decision.${decision}`)}
          </Button>
        </>
      }
    >
      <div className="decision-what" onKeyDown={onKeyDown}>
        <p>
          <strong>
            <bdi>{view.workflow.name}</bdi>
          </strong>{' '}
          {t('decision.for', { name: view.requester.name })}
        </p>
        <ActionSummary action={view.action} />
        <Digest digest={view.digest} />
        <p className="decision-hint">{t(`decision.${decision}.text`, { name: view.requester.name })}</p>
        <Field
          label={t('decision.note')}
          hint={t('decision.note-hint', { name: view.requester.name })}
          optional
        >
          <TextArea
            value={note}
            maxLength={4000}
            rows={2}
            onChange={(event) => setNote(event.target.value)}
            ref={approving ? null : focusFirst}
          />
        </Field>
        {failure && <FailureNotice failure={failure} />}
      </div>
    </Dialog>
  )
}
