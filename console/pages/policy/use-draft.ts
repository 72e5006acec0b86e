import { useCallback, useMemo, useState } from 'react'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { client } from '../../client.ts'
import { dropDraft, keepDraft, keptDraft, textOfPolicy, type Draft } from './draft.ts'
import { useAutosave, type SavedDraft } from './use-autosave.ts'
import { useChecked } from './use-checked.ts'

/**
 * The text in the editor. It is one text for all administrators: what is typed is saved when the typing pauses, and what
 * somebody else saves appears, unless there is something unsaved here; then the person decides.
 */
export function useDraft(current: PolicyDocument, saved: SavedDraft) {
  const [kept, setKept] = useState<Draft | null>(keptDraft)
  const untouched = useMemo(() => fresh(current), [current])
  const there = saved.value?.draft ?? null
  const draft = kept ?? there ?? untouched

  const write = (changed: Partial<Draft>) => {
    const { basedOn, text, note, revision } = draft
    const next = { basedOn, text, note, revision, ...changed }
    keepDraft(next)
    setKept(next)
  }
  const forget = useCallback(() => {
    dropDraft()
    setKept(null)
  }, [])
  /** Saved: from now on the saved draft is shown, unless more was typed while it was on its way. */
  const adopt = useCallback((typed: Draft, revision: number) => {
    setKept((now) => {
      if (now === typed || now === null) {
        dropDraft()
        return null
      }
      keepDraft({ ...now, revision })
      return { ...now, revision }
    })
  }, [])
  const { state, theirs } = useAutosave(kept, saved, adopt)

  async function startOver() {
    const answer = there === null ? null : await client.discardDraft(there.revision)
    if (answer && !answer.ok) return answer.failure
    saved.replace({ draft: null })
    forget()
    return null
  }

  return {
    ...{ draft, write, forget, startOver, state, theirs },
    ...useChecked(draft.text),
    savedBy: kept === null ? (there?.savedBy ?? null) : null,
    keepMine: () => write({ revision: theirs?.revision ?? 0 }),
    isChanged: draft.text !== untouched.text,
  }
}

function fresh(document: PolicyDocument): Draft {
  return { basedOn: document.version, text: textOfPolicy(document.policy), note: '', revision: 0 }
}
