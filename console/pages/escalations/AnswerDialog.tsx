import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { EscalationView } from '../../../protocol/http/escalations.ts'
import type { Failure } from '../../call.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'

interface AnswerDialogProps {
  /** null = closed. */
  readonly view: EscalationView | null
  /** Answers null when it was taken. */
  readonly onConfirm: (note: string) => Promise<Failure | null>
  readonly onClose: () => void
}

/** An answer is advice: it lifts nothing, and the rep sees it beside the hold. */
export function AnswerDialog({ view, onConfirm, onClose }: AnswerDialogProps) {
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function confirm() {
    if (busy || note.trim() === '') return
    setBusy(true)
    const failed = await onConfirm(note.trim())
    setFailure(failed)
    if (!failed) setNote('')
    setBusy(false)
  }

  return (
    <Dialog
      open={view !== null}
      title={t('escalations.answer-to', { name: view?.rep.name ?? '' })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={note.trim() === ''} onClick={() => void confirm()}>
            {t('escalations.send')}
          </Button>
        </>
      }
    >
      <Field label={t('escalations.note')} hint={t('escalations.note-hint')}>
        <TextArea
          value={note}
          maxLength={2000}
          rows={4}
          onChange={(event) => setNote(event.target.value)}
          ref={focusFirst}
        />
      </Field>
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  )
}
