import { useCallback, useEffect, useRef, useState } from 'react'
import type { PolicyDraft } from '../../../protocol/http/change-control.ts'
import { client } from '../../client.ts'
import type { Resource } from '../../use-resource.ts'
import type { Draft } from './draft.ts'

export type SaveState = 'saved' | 'unsaved' | 'failed' | 'conflict'
export type SavedDraft = Resource<{ readonly draft: PolicyDraft | null }>
const pauseMs = 800

/**
 * Saves what was typed for all administrators. A save that somebody else came before is not repeated by itself: it would
 * take their change away.
 */
export function useAutosave(
  kept: Draft | null,
  saved: SavedDraft,
  adopt: (typed: Draft, revision: number) => void,
) {
  const [failed, setFailed] = useState<Draft | null>(null)
  const there = saved.value?.draft ?? null
  const isDirty = kept !== null && !isSame(kept, there)
  const theirs = isDirty && there !== null && kept.revision !== there.revision ? there : null
  const isDue = isDirty && theirs === null && saved.value !== null
  const { replace, reload } = saved
  const onItsWay = useRef<Promise<PolicyDraft | null> | null>(null)

  useEffect(() => {
    if (!isDue || kept === null) return undefined
    const timer = setTimeout(() => {
      const { basedOn, text, note } = kept
      const save = client.saveDraft({ basedOn, text, note, revision: there?.revision ?? 0 }).then((answer) => {
        if (onItsWay.current === save) onItsWay.current = null
        if (answer.ok) {
          replace({ draft: answer.value })
          adopt(kept, answer.value.revision)
        } else if (answer.failure.code === 'DRAFT_CHANGED') reload()
        setFailed(answer.ok ? null : kept)
        return answer.ok ? answer.value : null
      })
      onItsWay.current = save
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [isDue, kept, there?.revision, replace, reload, adopt])

  /** The saved draft, once a save on its way has come back: what is thrown away before that would come back with it. */
  const settle = useCallback(async () => (await onItsWay.current) ?? there, [there])

  const state: SaveState = theirs ? 'conflict' : !isDirty ? 'saved' : failed === kept ? 'failed' : 'unsaved'
  return { state, theirs, settle }
}

function isSame(kept: Draft, there: PolicyDraft | null): boolean {
  return (
    there !== null &&
    kept.text === there.text &&
    kept.note === there.note &&
    kept.basedOn === there.basedOn &&
    kept.revision === there.revision
  )
}
