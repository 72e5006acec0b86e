import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import type { EnrolmentRequestView } from '../../../protocol/http/enrolment-requests.ts'
import type { Answer, Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'

interface EnrolDecisionProps {
  readonly asked: EnrolmentRequestView
  readonly onDecided: (view: EnrolmentRequestView) => void
}

const letters = 8

/** The code is typed, not shown: whoever was only sent a link has none to type, and is told what that means. */
export function EnrolDecision({ asked, onDecided }: EnrolDecisionProps) {
  const [code, write] = useState('')
  const [busy, setBusy] = useState<'confirm' | 'refuse' | null>(null)
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const isMissing = code.replace(/[\s-]/g, '').length < letters

  async function decide(which: 'confirm' | 'refuse', deciding: () => Promise<Answer<EnrolmentRequestView>>) {
    if (busy !== null) return
    setBusy(which)
    const answer = await deciding()
    setBusy(null)
    setFailure(answer.ok ? null : answer.failure)
    if (answer.ok) return onDecided(answer.value)
    // Answered elsewhere, or too late: what is true now is shown instead of the form.
    const now = await client.enrolmentRequest(asked.id)
    if (now.ok && now.value.state !== asked.state) onDecided(now.value)
  }
  function confirm(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!isMissing) void decide('confirm', () => client.confirmEnrolment(asked.id, code))
  }

  return (
    <form className="enrol-form" noValidate onSubmit={confirm}>
      <Field
        label={t('enrolling.code')}
        hint={t('enrolling.code.hint')}
        error={tried && isMissing ? t('enrolling.code.missing') : undefined}
        required
      >
        <TextInput
          className="enrol-code"
          value={code}
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
        />
      </Field>
      <p className="enrol-warning">{t('enrolling.warning')}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="enrol-buttons">
        <Button type="submit" variant="primary" busy={busy === 'confirm'}>
          {t('enrolling.confirm')}
        </Button>
        <Button
          busy={busy === 'refuse'}
          onClick={() => void decide('refuse', () => client.refuseEnrolment(asked.id))}
        >
          {t('enrolling.refuse')}
        </Button>
      </div>
    </form>
  )
}
