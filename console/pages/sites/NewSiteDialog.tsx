import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackSummary } from '../../../protocol/http/packs.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { goTo, pathTo } from '../../router.ts'
import { newPack } from './editor/new-parts.ts'

interface NewSiteDialogProps {
  readonly open: boolean
  readonly known: readonly PackSummary[]
  readonly onClose: () => void
}

/** Name and host; everything else is filled in on the page that follows, or picked on the live page. */
export function NewSiteDialog({ open, known, onClose }: NewSiteDialogProps) {
  return (
    <Dialog open={open} title={t('sites.new.title')} onClose={onClose}>
      <NewSite known={known} onClose={onClose} />
    </Dialog>
  )
}

function NewSite({ known, onClose }: Omit<NewSiteDialogProps, 'open'>) {
  const [name, setName] = useState('')
  const [host, setHost] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const id = idOf(name)
  const nameError =
    id === ''
      ? t('sites.new.name-missing')
      : known.some((pack) => pack.id === id)
        ? t('sites.new.taken')
        : undefined
  const pattern = patternOf(host)
  const hostError = pattern === null ? t('sites.new.host-wrong') : undefined

  async function create(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (busy || nameError || pattern === null) return
    setBusy(true)
    const pack = newPack(id, name.trim(), pattern)
    const answer = await client.savePackDraft(id, { revision: 0, pack, bindings: {}, note: '' })
    setBusy(false)
    if (answer.ok) goTo(pathTo(`/sites/${encodeURIComponent(id)}`, { view: 'edit' }))
    else setFailure(answer.failure)
  }

  return (
    <form className="site-form" noValidate onSubmit={(event) => void create(event)}>
      <p>{t('sites.new.text')}</p>
      <Field label={t('sites.field.name')} error={tried ? nameError : undefined} required>
        <TextInput
          ref={focusFirst}
          value={name}
          maxLength={200}
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
      </Field>
      <Field
        label={t('sites.new.host')}
        hint={t('sites.new.host-hint')}
        error={tried ? hostError : undefined}
        required
      >
        <TextInput
          value={host}
          maxLength={300}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setHost(target.value)}
        />
      </Field>
      {failure && <FailureNotice failure={failure} />}
      <div className="site-end">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t('sites.new.make')}
        </Button>
      </div>
    </form>
  )
}

/** `Acme CRM` -> `acme-crm` */
function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}

/** An address as it is copied from the browser, a bare host, or a match pattern. */
function patternOf(text: string): string | null {
  const given = text.trim()
  if (given.endsWith('/*') && given.includes('://')) return given
  const address = given.includes('://') ? given : `https://${given}`
  if (given === '' || !URL.canParse(address)) return null
  const url = new URL(address)
  return url.protocol === 'http:' || url.protocol === 'https:' ? `${url.protocol}//${url.host}/*` : null
}
