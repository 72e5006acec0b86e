import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { CopyButton } from '../../../components/ui/CopyButton.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { TimeLeft } from '../../../components/ui/TimeLeft.tsx'
import { t } from '../../../components/ui/words.ts'
import type { EnrolmentCode } from '../../../protocol/http/devices.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'

/** Makes one code for one person. The code is shown once and is gone when the dialog closes. */
export function EnrolmentDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} title={t('enrol.title')} onClose={onClose}>
      <Enrolment onDone={onClose} />
    </Dialog>
  )
}

function Enrolment({ onDone }: { readonly onDone: () => void }) {
  const people = useResource('people', () => client.people())
  const [email, setEmail] = useState('')
  const [made, setMade] = useState<EnrolmentCode | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  async function make(event: FormEvent) {
    event.preventDefault()
    if (busy || !email) return
    setBusy(true)
    const answer = await client.createEnrolmentCode(email)
    setBusy(false)
    setMade(answer.ok ? answer.value : null)
    setFailure(answer.ok ? null : answer.failure)
  }

  if (made) {
    return (
      <div className="enrolment">
        <p>{t('enrol.give', { email })}</p>
        <p className="enrolment-code" aria-live="polite">
          <code>{made.code}</code>
          <CopyButton text={made.code} what={t('enrol.code')} />
        </p>
        <TimeLeft until={made.expiresAt} />
        <ol className="enrolment-steps">
          <li>{t('enrol.step-1')}</li>
          <li>{t('enrol.step-2', { url: location.origin })}</li>
          <li>{t('enrol.step-3')}</li>
        </ol>
        <Notice kind="info">{t('enrol.once')}</Notice>
        <div className="enrolment-end">
          <Button variant="primary" onClick={onDone}>
            {t('enrol.done')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form className="enrolment" onSubmit={(event) => void make(event)}>
      <p>{t('enrol.text')}</p>
      <Loaded of={people}>
        {({ items }) => (
          <Field label={t('enrol.person')}>
            <Select
              required
              ref={focusFirst}
              value={email}
              placeholder
              options={items.map((person) => ({
                value: person.email,
                label: `${person.name} – ${person.email}`,
              }))}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
        )}
      </Loaded>
      {failure && <FailureNotice failure={failure} />}
      <div className="enrolment-end">
        <Button type="submit" variant="primary" busy={busy} disabled={!email}>
          {t('enrol.make')}
        </Button>
      </div>
    </form>
  )
}
