import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { CopyButton } from '../../../components/ui/CopyButton.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'

/** Makes one token and shows it once, as the values of the configuration it belongs into. */
export function FleetTokenDialog({
  open,
  onClose,
}: {
  readonly open: boolean
  readonly onClose: () => void
}) {
  return (
    <Dialog open={open} title={t('tokens.make')} onClose={onClose}>
      <Making onDone={onClose} />
    </Dialog>
  )
}

const empty = { label: '', group: '', domain: '', uses: '100', days: '30' }

function Making({ onDone }: { readonly onDone: () => void }) {
  const [asked, setAsked] = useState(empty)
  const [token, setToken] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  async function make(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const { label, group, domain, uses, days } = asked
    const answer = await client.makeFleetToken({
      ...{ label: label.trim(), group: group.trim() || null, domain: domain.trim().toLowerCase() || null },
      ...{ uses: Number(uses), days: Number(days) },
    })
    setBusy(false)
    setToken(answer.ok ? answer.value.token : null)
    setFailure(answer.ok ? null : answer.failure)
  }

  if (token !== null) return <Made token={token} onDone={onDone} />
  const field = (name: keyof typeof empty) => ({
    name,
    value: asked[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setAsked({ ...asked, [name]: event.target.value }),
  })
  return (
    <form className="enrolment" onSubmit={(event) => void make(event)}>
      <p>{t('tokens.make-text')}</p>
      <Field label={t('tokens.label')} hint={t('tokens.label-hint')} required>
        <TextInput ref={focusFirst} maxLength={100} required {...field('label')} />
      </Field>
      <div className="fleet-pair">
        <Field label={t('tokens.most-uses')} required>
          <TextInput type="number" min={1} max={100_000} required {...field('uses')} />
        </Field>
        <Field label={t('tokens.days')} required>
          <TextInput type="number" min={1} max={365} required {...field('days')} />
        </Field>
      </div>
      <Field label={t('tokens.group')} hint={t('tokens.group-hint')} optional>
        <TextInput maxLength={100} {...field('group')} />
      </Field>
      <Field label={t('tokens.domain')} hint={t('tokens.domain-hint')} optional>
        <TextInput maxLength={253} disabled={asked.group.trim() !== ''} {...field('domain')} />
      </Field>
      <Notice kind="warn">{t('tokens.warning')}</Notice>
      {failure && <FailureNotice failure={failure} />}
      <div className="enrolment-end">
        <Button type="submit" variant="primary" busy={busy} disabled={asked.label.trim() === ''}>
          {t('tokens.make')}
        </Button>
      </div>
    </form>
  )
}

function Made({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const values = JSON.stringify(
    { serverUrl: location.origin, enrolmentToken: token, person: t('tokens.person-example') },
    null,
    2,
  )
  return (
    <div className="enrolment">
      <p>{t('tokens.made')}</p>
      <div className="fleet-values">
        <pre>
          <code>{values}</code>
        </pre>
        <CopyButton text={values} what={t('tokens.values')} />
      </div>
      <p>{t('tokens.person')}</p>
      <Notice kind="info">{t('tokens.once')}</Notice>
      <div className="enrolment-end">
        <Button variant="primary" onClick={onDone}>
          {t('enrol.done')}
        </Button>
      </div>
    </div>
  )
}
