import {
  browserSupportsWebAuthn,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser'
import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import { newPasskeySchema, type Passkeys } from '../../../protocol/http/passkeys.ts'
import type { Answer, Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { useResource } from '../../use-resource.ts'
import { notSigned } from '../../with-passkey.ts'
import './passkeys.css'

/** The passkeys a person confirms with, and the way to a new one. */
export function PasskeysPage() {
  const passkeys = useResource('passkeys', () => client.passkeys())
  const [label, setLabel] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const mayUse = browserSupportsWebAuthn()

  async function add(event: FormEvent) {
    event.preventDefault()
    if (busy || label.trim() === '') return
    setBusy(true)
    const answer = await register(label.trim())
    setBusy(false)
    setFailure(answer.ok ? null : answer.failure)
    if (!answer.ok) return
    setLabel('')
    passkeys.replace(answer.value)
  }

  return (
    <>
      <PageHead title={t('nav.passkeys')} text={t('passkeys.text')} />
      <Loaded of={passkeys}>
        {({ required, items }) => (
          <>
            {required && items.length === 0 && <Notice kind="warn">{t('passkeys.required')}</Notice>}
            <Card title={t('passkeys.yours')}>
              {items.length === 0 ? (
                <EmptyState title={t('passkeys.none')} text={t('passkeys.none.text')} />
              ) : (
                <ul className="passkeys">
                  {items.map((passkey) => (
                    <li key={passkey.id}>
                      <bdi className="passkey-name">{passkey.label}</bdi>
                      <span className="passkey-when">
                        {t('passkeys.since', { at: formatDate(passkey.createdAt) })}{' '}
                        {passkey.usedAt
                          ? t('passkeys.used', { at: formatRelative(passkey.usedAt) })
                          : t('passkeys.unused')}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </Card>
          </>
        )}
      </Loaded>
      <Card title={t('passkeys.add')} text={t('passkeys.add.text')}>
        <form className="passkey-form" onSubmit={(event) => void add(event)}>
          {!mayUse && <Notice kind="warn">{t('passkeys.unsupported')}</Notice>}
          <Field label={t('passkeys.label')} hint={t('passkeys.label.hint')} required>
            <TextInput value={label} maxLength={100} onChange={(event) => setLabel(event.target.value)} />
          </Field>
          {failure && <FailureNotice failure={failure} />}
          <Button type="submit" variant="primary" busy={busy} disabled={!mayUse || label.trim() === ''}>
            {t('passkeys.register')}
          </Button>
        </form>
      </Card>
    </>
  )
}

async function register(label: string): Promise<Answer<Passkeys>> {
  const begun = await client.beginPasskey()
  if (!begun.ok) return begun
  const optionsJSON = begun.value.options as unknown as PublicKeyCredentialCreationOptionsJSON
  // The person said no or took too long: nothing was made.
  const response = await startRegistration({ optionsJSON }).catch(() => null)
  const passkey = newPasskeySchema.safeParse({ challenge: begun.value.id, label, response })
  return passkey.success ? client.addPasskey(passkey.data) : notSigned()
}
