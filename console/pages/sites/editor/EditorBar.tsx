import { Button } from '../../../../components/ui/Button.tsx'
import { formatRelative, t } from '../../../../components/ui/words.ts'
import type { PackDetail } from '../../../../protocol/http/packs.ts'
import type { PackDraft } from './use-pack-draft.ts'
import type { Saving } from './use-saving.ts'

interface EditorBarProps {
  readonly detail: PackDetail
  readonly editing: PackDraft
  readonly saving: Saving
  readonly mode: 'form' | 'json'
  readonly onMode: (mode: 'form' | 'json') => void
  readonly onDiscard: () => void
  readonly onPublish: () => void
}

export function EditorBar(props: EditorBarProps) {
  const { detail, editing, saving, mode, onMode, onDiscard, onPublish } = props
  const { isChanged, isBehind, checked } = editing
  const hasDraft = detail.draft !== null
  const isSound = checked?.ok === true
  return (
    <div className="site-bar" role="toolbar" aria-label={t('sites.edit.bar')}>
      <Button size="small" disabled={!editing.canUndo} onClick={editing.undo}>
        {t('sites.undo')}
      </Button>
      <Button size="small" disabled={!editing.canRedo} onClick={editing.redo}>
        {t('sites.redo')}
      </Button>
      <Button size="small" onClick={() => onMode(mode === 'form' ? 'json' : 'form')}>
        {t(mode === 'form' ? 'sites.as-json' : 'sites.as-form')}
      </Button>
      <span className="site-bar-state" aria-live="polite">
        {isChanged
          ? t('sites.edit.changed')
          : detail.draft
            ? t('sites.edit.saved', {
                by: detail.draft.savedBy.name,
                at: formatRelative(detail.draft.savedAt),
              })
            : t('sites.edit.in-force')}
      </span>
      <Button size="small" disabled={!isChanged && !hasDraft} onClick={onDiscard}>
        {t('sites.discard')}
      </Button>
      <Button
        size="small"
        busy={saving.busy}
        disabled={!isChanged || isBehind || !isSound}
        onClick={() => void saving.save()}
      >
        {t('sites.save')}
      </Button>
      <Button
        size="small"
        variant="primary"
        disabled={(!isChanged && !hasDraft) || isBehind || !isSound}
        onClick={onPublish}
      >
        {t('sites.publish')}
      </Button>
    </div>
  )
}
