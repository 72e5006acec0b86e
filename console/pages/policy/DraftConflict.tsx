import { Button } from '../../../components/ui/Button.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatRelative, t } from '../../../components/ui/words.ts'
import { policySchema } from '../../../policy/bundle.ts'
import type { PolicyDraft } from '../../../protocol/http/change-control.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'

interface DraftConflictProps {
  readonly mine: string
  readonly theirs: PolicyDraft
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else saved while this person typed: what is theirs is shown, and nothing is lost until the person says which. */
export function DraftConflict({ mine, theirs, onKeepMine, onTakeTheirs }: DraftConflictProps) {
  const [own, other] = [policyOf(mine), policyOf(theirs.text)]
  return (
    <Notice
      kind="warn"
      title={t('draft.conflict.title', { name: theirs.savedBy.name, at: formatRelative(theirs.savedAt) })}
      action={
        <div className="draft-choices">
          <Button onClick={onTakeTheirs}>{t('draft.take-theirs')}</Button>
          <Button onClick={onKeepMine}>{t('draft.keep-mine')}</Button>
        </div>
      }
    >
      <p>{t('draft.conflict.text')}</p>
      {own && other ? (
        <details open>
          <summary>{t('draft.theirs')}</summary>
          <Differences differences={differencesBetween(own, other)} />
        </details>
      ) : (
        <details>
          <summary>{t('draft.their-text')}</summary>
          <pre className="draft-text" tabIndex={0}>
            {theirs.text}
          </pre>
        </details>
      )}
    </Notice>
  )
}

/** Only whole policies are compared by name; a text in between is shown as it is. */
function policyOf(text: string) {
  try {
    return policySchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Not JSON yet: there is nothing to compare by name.
    return null
  }
}
