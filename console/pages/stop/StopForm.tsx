import { useState } from 'react'
import { Card } from '../../../components/ui/Card.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import { killScopeText, type KillScope } from '../../../policy/kill-scope.ts'
import type { KillState } from '../../../protocol/http/trust.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { FailureNotice } from '../../FailureNotice.tsx'
import { HoldButton } from './HoldButton.tsx'
import { ScopePicker } from './ScopePicker.tsx'
import { scopeWords } from './scope-words.ts'

interface StopFormProps {
  readonly integrations: KillState['integrations']
  readonly onState: (state: KillState) => void
}

/** One person stops. Everything is chosen from the start, so that in an emergency only the reason is missing. */
export function StopForm({ integrations, onState }: StopFormProps) {
  const [scope, setScope] = useState<KillScope | null>({ kind: 'tenant' })
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const isReady = scope !== null && reason.trim() !== ''
  const words = scope && scopeWords(killScopeText(scope), integrations)

  async function stop(): Promise<Failure | null> {
    if (!scope) return null
    setBusy(true)
    const answer = await client.stop({ scope: killScopeText(scope), reason: reason.trim() })
    setBusy(false)
    if (!answer.ok) return answer.failure
    setAsking(false)
    setReason('')
    onState(answer.value)
    return null
  }
  function begin(act: () => void) {
    setMissing(!isReady)
    if (isReady) act()
  }

  return (
    <Card title={t('stop.form.title')} text={t('stop.form.text')}>
      <div className="stop-form">
        <ScopePicker integrations={integrations} onChange={setScope} />
        {missing && scope === null && (
          <p className="stop-missing" role="alert">
            {t('stop.scope.missing')}
          </p>
        )}
        <Field
          label={t('stop.reason')}
          hint={t('stop.reason.hint')}
          error={missing && reason.trim() === '' ? t('stop.reason.missing') : undefined}
          required
        >
          <TextInput
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {failure && <FailureNotice failure={failure} />}
        <div className="stop-act">
          <HoldButton
            label={words ? t('stop.act', { scope: words }) : t('stop.act.nothing')}
            busy={busy}
            onHeld={() => begin(() => void stop().then(setFailure))}
            onPressed={() => begin(() => setAsking(true))}
          />
          <p id="stop-hold-hint" className="stop-hint">
            {t('stop.hold-hint')}
          </p>
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        title={t('stop.confirm.title')}
        confirm={t('stop.confirm')}
        onConfirm={stop}
        onClose={() => setAsking(false)}
      >
        <p>{t('stop.confirm.text', { scope: words ?? '' })}</p>
      </ConfirmDialog>
    </Card>
  )
}
