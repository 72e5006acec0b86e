import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { KillState } from '../../../protocol/http/trust.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'

interface RestartDialogProps {
  /** null = closed. */
  readonly scope: string | null
  readonly words: string
  readonly onState: (state: KillState) => void
  readonly onClose: () => void
}

export function RestartDialog({ scope, words, onState, onClose }: RestartDialogProps) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function ask() {
    if (scope === null || busy) return
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    setBusy(true)
    const answer = await client.requestRestart({ scope, reason: reason.trim() })
    setBusy(false)
    setFailure(answer.ok ? null : answer.failure)
    if (!answer.ok) return
    setReason('')
    onState(answer.value)
  }

  return (
    <Dialog
      open={scope !== null}
      title={t('restart.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void ask()}>
            {t('restart.send')}
          </Button>
        </>
      }
    >
      <p>{t('restart.text', { scope: words })}</p>
      <Field
        label={t('restart.reason')}
        error={missing && reason.trim() === '' ? t('restart.reason.missing') : undefined}
        required
      >
        <TextArea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  )
}
