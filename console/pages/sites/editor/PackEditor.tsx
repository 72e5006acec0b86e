import { useState, type KeyboardEvent } from 'react'
import { t } from '../../../../components/ui/words.ts'
import type { PackDetail } from '../../../../protocol/http/packs.ts'
import { client } from '../../../client.ts'
import { ConfirmDialog } from '../../../ConfirmDialog.tsx'
import { Loaded } from '../../../Loaded.tsx'
import { useResource } from '../../../use-resource.ts'
import { PublishPackDialog } from '../PublishPackDialog.tsx'
import { ConflictNotice } from './ConflictNotice.tsx'
import { EditorBar } from './EditorBar.tsx'
import { JsonEditor } from './JsonEditor.tsx'
import { PackForm } from './PackForm.tsx'
import { PackFindings } from './PackFindings.tsx'
import { usePackDraft } from './use-pack-draft.ts'
import { useSaving } from './use-saving.ts'

interface PackEditorProps {
  readonly detail: PackDetail
  readonly onChanged: (detail: PackDetail) => void
  readonly onReload: () => void
}

/** The pack as a form, or as text for what the form does not show. Nothing typed is ever dropped without being asked. */
export function PackEditor({ detail, onChanged, onReload }: PackEditorProps) {
  const editing = usePackDraft(detail)
  const register = useResource('register', () => client.register(), ['policy'])
  const [mode, setMode] = useState<'form' | 'json'>('form')
  const [selected, setSelected] = useState<number | null>(0)
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null)
  const saving = useSaving(detail, editing, onChanged, onReload)
  const { draft, isBehind, checked } = editing

  function onKeyDown(event: KeyboardEvent) {
    if (!event.ctrlKey && !event.metaKey) return
    const key = event.key.toLowerCase()
    if (key === 's') void saving.save()
    else if (key === 'z' && !event.shiftKey) editing.undo()
    else if (key === 'y' || (key === 'z' && event.shiftKey)) editing.redo()
    else return
    event.preventDefault()
  }

  return (
    <div className="site-stack" onKeyDown={onKeyDown}>
      {isBehind && <ConflictNotice detail={detail} onAdopt={editing.adopt} onTake={editing.startOver} />}
      <EditorBar
        detail={detail}
        editing={editing}
        saving={saving}
        mode={mode}
        onMode={setMode}
        onDiscard={() => setAsking('discard')}
        onPublish={() => void saving.save().then((isSaved) => isSaved && setAsking('publish'))}
      />
      <PackFindings
        checked={checked}
        failure={saving.failure}
        onPlace={(path) => {
          setMode('form')
          setSelected(path[0] === 'surfaces' && typeof path[1] === 'number' ? path[1] : null)
        }}
      />
      {mode === 'json' ? (
        <JsonEditor editing={editing} />
      ) : (
        <Loaded of={register}>
          {({ entries }) => (
            <PackForm editing={editing} workflows={entries} selected={selected} onSelect={setSelected} />
          )}
        </Loaded>
      )}
      <PublishPackDialog
        open={asking === 'publish'}
        detail={detail}
        source={asking === 'publish' ? { from: 'draft', revision: draft.revision } : null}
        onClose={() => setAsking(null)}
        onPublished={(next) => {
          setAsking(null)
          editing.startOver()
          onChanged(next)
        }}
      />
      <ConfirmDialog
        open={asking === 'discard'}
        title={t('sites.discard.title')}
        confirm={t('sites.discard')}
        keep={t('discard.keep')}
        onConfirm={async () => {
          const failure = await saving.discard()
          if (failure === null) setAsking(null)
          return failure
        }}
        onClose={() => setAsking(null)}
      >
        <p>{t(detail.draft === null ? 'sites.discard.text' : 'sites.discard.saved-text')}</p>
      </ConfirmDialog>
    </div>
  )
}
