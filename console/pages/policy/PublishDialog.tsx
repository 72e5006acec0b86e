import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import { policySchema } from '../../../policy/bundle.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'
import type { Draft } from './draft.ts'
import type { ScannedJson } from './json-lines.ts'

interface PublishDialogProps {
  readonly open: boolean
  readonly draft: Draft
  readonly json: ScannedJson | null
  readonly current: PolicyDocument
  readonly onNote: (note: string) => void
  readonly onClose: () => void
  readonly onConflict: () => void
  readonly onPublished: (document: PolicyDocument) => void
}

/** The last look before a version is published: what changes against the version in force, and a sentence why. */
export function PublishDialog({
  open,
  draft,
  json,
  current,
  onNote,
  onClose,
  onConflict,
  onPublished,
}: PublishDialogProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const policy = json?.ok ? policySchema.safeParse(json.value) : null

  async function publish() {
    if (!json?.ok || busy) return
    setBusy(true)
    const answer = await client.publishPolicy({
      basedOn: draft.basedOn,
      note: draft.note,
      policy: json.value,
    })
    setBusy(false)
    if (answer.ok) return onPublished(answer.value)
    if (answer.failure.code === 'POLICY_CONFLICT') return onConflict()
    setFailure(answer.failure)
  }

  return (
    <Dialog
      open={open}
      wide
      title={t('publish.title', { version: current.version + 1 })}
      onClose={() => {
        setFailure(null)
        onClose()
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void publish()}>
            {t('publish.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('publish.text', { version: current.version })}</p>
      {policy?.success && <Differences differences={differencesBetween(current.policy, policy.data)} />}
      <Field label={t('publish.note')} hint={t('publish.note-hint')} optional>
        <TextArea
          value={draft.note}
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
