import { Button } from '../../../components/ui/Button.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatRelative, t } from '../../../components/ui/words.ts'
import type { PolicyDraft } from '../../../protocol/http/change-control.ts'
import type { MergedDraft } from './merge-drafts.ts'
import type { Side } from './merge-policies.ts'
import { OverlapList } from './OverlapList.tsx'

interface DraftConflictProps {
  readonly theirs: PolicyDraft
  /** null while one of the two texts is not JSON, so that its parts cannot be told apart. */
  readonly merged: MergedDraft | null
  readonly chosen: Readonly<Record<string, Side>>
  readonly onChoose: (key: string, side: Side) => void
  readonly onTake: () => void
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else changed the same thing meanwhile: both are shown, and nothing goes on until the person says which. */
export function DraftConflict(props: DraftConflictProps) {
  const { theirs, merged, chosen, onChoose, onTake, onKeepMine, onTakeTheirs } = props
  const { name } = theirs.savedBy
  const title = t('draft.conflict.title', { name, at: formatRelative(theirs.savedAt) })
  if (merged?.overlaps.length === 0) return null
  if (merged) {
    const open = merged.overlaps.filter(({ key }) => chosen[key] === undefined).length
    return (
      <Notice
        kind="warn"
        title={title}
        action={
          <Button variant="primary" disabled={open > 0} onClick={onTake}>
            {t('draft.merge')}
          </Button>
        }
      >
        <p>{t('draft.conflict.text', { count: merged.overlaps.length })}</p>
        <OverlapList overlaps={merged.overlaps} name={name} chosen={chosen} onChoose={onChoose} />
      </Notice>
    )
  }
  return (
    <Notice
      kind="warn"
      title={title}
      action={
        <div className="draft-choices">
          <Button onClick={onTakeTheirs}>{t('draft.take-theirs')}</Button>
          <Button onClick={onKeepMine}>{t('draft.keep-mine')}</Button>
        </div>
      }
    >
      <p>{t('draft.conflict.no-json')}</p>
      <details>
        <summary>{t('draft.their-text')}</summary>
        <pre className="draft-text" tabIndex={0}>
          {theirs.text}
        </pre>
      </details>
    </Notice>
  )
}
