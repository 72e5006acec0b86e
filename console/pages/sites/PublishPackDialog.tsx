import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackDetail, PackPublication } from '../../../protocol/http/packs.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { focusFirst } from '../../focus-first.ts'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'
import { PackDifferences } from './PackDifferences.tsx'

interface PublishPackDialogProps {
  readonly open: boolean
  readonly detail: PackDetail
  readonly source: PackPublication['source'] | null
  readonly onClose: () => void
  readonly onPublished: (detail: PackDetail) => void
}

/** The last look: what changes in every browser, and a sentence why. */
export function PublishPackDialog({ open, detail, source, onClose, onPublished }: PublishPackDialogProps) {
  return (
    <Dialog open={open} wide title={t('sites.publish.title', { name: detail.name })} onClose={onClose}>
      {source && <Publish detail={detail} source={source} onClose={onClose} onPublished={onPublished} />}
    </Dialog>
  )
}

interface PublishProps extends Omit<PublishPackDialogProps, 'open' | 'source'> {
  readonly source: PackPublication['source']
}

function Publish({ detail, source, onClose, onPublished }: PublishProps) {
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function publish() {
    if (busy) return
    setBusy(true)
    const answer = await client.publishPack(detail.id, { source, note })
    setBusy(false)
    if (answer.ok) onPublished(answer.value)
    else setFailure(answer.failure)
  }

  return (
    <div className="site-form">
      <p>{t(`sites.publish.${source.from}`)}</p>
      <Changes detail={detail} source={source} />
      <Field label={t('sites.note')} hint={t('sites.publish.note-hint')} optional>
        <TextArea
          ref={focusFirst}
          value={note}
          maxLength={500}
          rows={2}
          onChange={({ target }) => setNote(target.value)}
        />
      </Field>
      {failure && <FailureNotice failure={failure} />}
      {failure?.findings?.map(({ sentence }) => (
        <Notice kind="error" key={sentence}>
          {sentence}
        </Notice>
      ))}
      <div className="site-end">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant="primary" busy={busy} onClick={() => void publish()}>
          {t('sites.publish.confirm')}
        </Button>
      </div>
    </div>
  )
}

function Changes({ detail, source }: Pick<PublishProps, 'detail' | 'source'>) {
  if (source.from === 'version') return <VersionChanges detail={detail} version={source.version} />
  if (source.from === 'built-in') return <PackDifferences before={detail.pack} after={detail.builtIn} />
  const { pack, bindings, draft } = detail
  if (pack === null) return <p>{t('sites.publish.first')}</p>
  return (
    <PackDifferences
      before={{ ...pack, workflows: bindings }}
      after={{ ...draft?.pack, workflows: { ...bindings, ...draft?.bindings } }}
    />
  )
}

function VersionChanges({ detail, version }: { readonly detail: PackDetail; readonly version: number }) {
  const { id, pack } = detail
  const document = useResource(`pack ${id} ${version}`, () => client.packVersion(id, version))
  return <Loaded of={document}>{(shown) => <PackDifferences before={pack} after={shown.pack} />}</Loaded>
}
